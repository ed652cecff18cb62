namespace TinyBertPipeline.Core.Tokenization;

/// <summary>What a UTF-16 unit of a text means to splitting into words, told without normalising.</summary>
internal enum UnitKind : byte
{
    /// <summary>Part of a word; normalising leaves it as it is or, in ASCII, lowers it.</summary>
    Word,

    /// <summary>Lies between words.</summary>
    Space,

    /// <summary>A word of its own that normalising leaves as it is: punctuation or a Chinese character.</summary>
    Alone,

    /// <summary>Removed, decomposed, lowered outside ASCII, or half of a surrogate pair: its stretch has to be normalised.</summary>
    Complex,
}
