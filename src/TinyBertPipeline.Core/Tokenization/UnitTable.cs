using System.Collections.Concurrent;

namespace TinyBertPipeline.Core.Tokenization;

/// <summary>
/// The kind of every UTF-16 unit under some options, 64 KiB, shared by all tokenizers that have them. Normalising does not look across a
/// <see cref="UnitKind.Space"/> or <see cref="UnitKind.Alone"/> unit, so that what lies between two of them can be taken by itself.
/// </summary>
internal sealed class UnitTable
{
    private static readonly ConcurrentDictionary<CharacterClass, UnitTable> _tables = new();
    private readonly UnitKind[] _kinds = new UnitKind[char.MaxValue + 1];

    private UnitTable(CharacterClass changed)
    {
        for (var unit = 0; unit < _kinds.Length; unit++) _kinds[unit] = KindOf((char)unit, changed);
    }

    /// <summary>The table for a normaliser that changes characters of the classes <paramref name="changed"/>.</summary>
    public static UnitTable Of(CharacterClass changed) => _tables.GetOrAdd(changed, key => new UnitTable(key));

    public UnitKind this[char unit] => _kinds[unit];

    // In the normaliser's order: removing, spaces, then decomposing and lower-casing.
    private static UnitKind KindOf(char unit, CharacterClass changed)
    {
        if (char.IsSurrogate(unit)) return UnitKind.Complex;
        var kind = CharacterTable.ClassOf(unit);
        var change = kind & changed;
        if ((change & CharacterClass.Removed) != 0) return UnitKind.Complex;
        if ((change & CharacterClass.ToSpace) != 0) return UnitKind.Space;
        if ((change & CharacterClass.Decomposes) != 0) return UnitKind.Complex;
        if ((change & CharacterClass.Cased) != 0) return char.IsAscii(unit) ? UnitKind.Word : UnitKind.Complex;
        if ((change & CharacterClass.Chinese) != 0) return UnitKind.Alone;
        if ((kind & CharacterClass.WhiteSpace) != 0) return UnitKind.Space;
        return (kind & CharacterClass.Punctuation) != 0 ? UnitKind.Alone : UnitKind.Word;
    }
}

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
