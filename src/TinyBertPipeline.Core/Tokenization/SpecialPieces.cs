namespace TinyBertPipeline.Core.Tokenization;

/// <summary>How a vocabulary spells the five pieces that every BERT needs.</summary>
public sealed record SpecialPieces
{
    /// <summary>Fills a batch up to its longest row.</summary>
    public string Pad { get; init; } = "[PAD]";

    /// <summary>Stands for a word without pieces.</summary>
    public string Unknown { get; init; } = "[UNK]";

    /// <summary>First piece of every sequence.</summary>
    public string Classify { get; init; } = "[CLS]";

    /// <summary>Ends each text of a sequence.</summary>
    public string Separate { get; init; } = "[SEP]";

    /// <summary>Hides a piece in masked language modelling.</summary>
    public string Mask { get; init; } = "[MASK]";

    internal string[] All => [Pad, Unknown, Classify, Separate, Mask];
}
