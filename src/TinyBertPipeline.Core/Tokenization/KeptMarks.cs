namespace TinyBertPipeline.Core.Tokenization;

/// <summary>
/// The punctuation that the words of a training file have within: <c>-led</c>, <c>U.S.</c>, <c>O'Brien</c>. What is not kept is a word of
/// its own, as <c>,</c> behind <c>Oslo</c>. Lists are strings, so that two of the same content are equal.
/// </summary>
public sealed record KeptMarks
{
    /// <summary>Signs that stay at the beginning of a word.</summary>
    public string Start { get; init; } = "";

    /// <summary>Signs that stay between other characters of a word.</summary>
    public string Middle { get; init; } = "";

    /// <summary>Signs that stay at the end of a word.</summary>
    public string End { get; init; } = "";

    /// <summary>Whether letters with a full stop each are one word: <c>U.S.</c>, <c>J.</c></summary>
    public bool Initials { get; init; }

    /// <summary>Words whose last full stop stays, parted by spaces: <c>Dr. St.</c></summary>
    public string Abbreviations { get; init; } = "";

    /// <summary>What is a word of its own at the end of another, parted by spaces: <c>'s 'll</c>.</summary>
    public string Endings { get; init; } = "";

    /// <summary>Nothing is kept: all signs are words.</summary>
    public bool IsEmpty => this == new KeptMarks();
}
