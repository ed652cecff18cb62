namespace TinyBertPipeline.Core.Tokenization;

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
