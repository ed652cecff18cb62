namespace TinyBertPipeline.Core.Tokenization;

/// <summary>The buffers of one encoding, reused on its thread so that no piece allocates.</summary>
internal sealed class EncodingScratch
{
    /// <summary>Buffers of an unusually long text are not kept: about 1 MB a thread.</summary>
    public const int MaxKept = 1 << 16;

    [ThreadStatic]
    private static EncodingScratch? _ofThread;

    public NormalizedText Text { get; } = new();

    public MarkRun Marks { get; } = new();

    public PieceBuffer Pieces { get; } = new();

    public List<TextWord> Tokens { get; } = [];

    public static EncodingScratch Take()
    {
        var scratch = _ofThread ?? new EncodingScratch();
        _ofThread = null;
        scratch.Pieces.Clear();
        scratch.Tokens.Clear();
        return scratch;
    }

    public void Return()
    {
        if (Text.Capacity <= MaxKept && Pieces.Capacity <= MaxKept && Marks.Capacity <= MaxKept && Tokens.Capacity <= MaxKept)
            _ofThread = this;
    }
}
