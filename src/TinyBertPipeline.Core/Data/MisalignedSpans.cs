namespace TinyBertPipeline.Core.Data;

/// <summary>What becomes of spans that begin or end inside a word, or that overlap another.</summary>
public enum MisalignedSpans
{
    /// <summary>The file is refused with the place of the first.</summary>
    Refuse,

    /// <summary>A span grows to whole words; of overlapping ones the longer stays. Counted.</summary>
    Expand,

    /// <summary>Such spans are left out; of overlapping ones the longer stays. Counted.</summary>
    Drop,
}
