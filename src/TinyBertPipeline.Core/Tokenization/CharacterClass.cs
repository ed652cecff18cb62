namespace TinyBertPipeline.Core.Tokenization;

/// <summary>What the tokenizer does with a code point; the sets overlap.</summary>
[Flags]
internal enum CharacterClass : byte
{
    None = 0,

    /// <summary>Dropped by cleaning.</summary>
    Removed = 1,

    /// <summary>Becomes U+0020 by cleaning.</summary>
    ToSpace = 2,

    /// <summary>Set apart as a word of its own.</summary>
    Chinese = 4,

    /// <summary>Dropped by accent stripping.</summary>
    StrippedMark = 8,

    /// <summary>A word of its own.</summary>
    Punctuation = 16,

    /// <summary>Between words.</summary>
    WhiteSpace = 32,

    /// <summary>Changes by lower-casing.</summary>
    Cased = 64,

    /// <summary>Canonical decomposition or reordering may touch it.</summary>
    Decomposes = 128,
}
