namespace TinyBertPipeline.Core.Tokenization;

/// <summary>An encoded text or pair of texts: parallel arrays with one entry a piece.</summary>
public sealed class TokenizedText
{
    private readonly Vocabulary _vocabulary;
    private string[]? _tokens;

    internal TokenizedText(Vocabulary vocabulary, int length)
    {
        _vocabulary = vocabulary;
        Ids = new int[length];
        TypeIds = new int[length];
        WordIds = new int[length];
        Offsets = new (int, int)[length];
    }

    /// <summary>Ids in the vocabulary.</summary>
    public int[] Ids { get; }

    /// <summary>The pieces as the vocabulary spells them; made at the first call.</summary>
    public string[] Tokens => _tokens ??= Array.ConvertAll(Ids, id => _vocabulary[id]);

    /// <summary>0 for the first text with its special pieces, 1 for the second.</summary>
    public int[] TypeIds { get; }

    /// <summary>Index of the word in its text; -1 for the special pieces around the texts.</summary>
    public int[] WordIds { get; }

    /// <summary>
    /// UTF-16 offsets into the original text of the piece (of a pair: its own text; of given words: the word), end exclusive; (0, 0) for the
    /// special pieces around the texts.
    /// </summary>
    public (int Start, int End)[] Offsets { get; }

    /// <summary>Pieces were cut off to keep the length asked for.</summary>
    public bool Truncated { get; internal init; }
}
