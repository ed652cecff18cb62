namespace TinyBertPipeline.Core.Data;

/// <summary>What the offsets of spans count.</summary>
public enum OffsetUnit
{
    /// <summary>Code points, as Python counts.</summary>
    CodePoints,

    /// <summary>UTF-16 units, as C#, Java and JavaScript count: characters beyond U+FFFF are two.</summary>
    Utf16,

    /// <summary>Bytes of UTF-8, as Rust and Go count.</summary>
    Bytes,
}
