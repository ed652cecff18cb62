namespace TinyBertPipeline.Core.Tokenization;

/// <summary>What one call of <see cref="BertTokenizer.Encode(string, string?, EncodingOptions)"/> asks for.</summary>
public sealed record EncodingOptions
{
    /// <summary>The longest sequence wanted, special pieces included.</summary>
    public int MaxTokens { get; init; } = int.MaxValue;

    /// <summary>Which text of a pair gives way.</summary>
    public Truncation Truncation { get; init; } = Truncation.LongestFirst;

    /// <summary>Put [CLS] before and [SEP] after the texts.</summary>
    public bool AddSpecialPieces { get; init; } = true;
}

/// <summary>Which text of a pair gives way when both are too long together.</summary>
public enum Truncation
{
    /// <summary>The longer one, until both are equally long; then both.</summary>
    LongestFirst,

    /// <summary>The first one only.</summary>
    OnlyFirst,

    /// <summary>The second one only.</summary>
    OnlySecond,
}
