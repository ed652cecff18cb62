using System.Text;

namespace TinyBertPipeline.Core.Data.Spans;

/// <summary>Translates between a unit of offsets and UTF-16 units of one text.</summary>
internal sealed class OffsetMap
{
    private readonly int[]? _units;                         // offset in the file's unit -> UTF-16 unit, -1 inside a character; null: the same
    private readonly string _text;

    private OffsetMap(string text, int[]? units) => (_text, _units) = (text, units);

    /// <summary>The length of the text in the file's unit.</summary>
    public int Length => (_units?.Length - 1) ?? _text.Length;

    /// <summary>Under which name files say their unit.</summary>
    public const string Key = "offset_unit";

    /// <summary>How files say a unit.</summary>
    public static string KeyOf(OffsetUnit unit) => unit switch
    {
        OffsetUnit.CodePoints => "codepoint",
        OffsetUnit.Utf16 => "utf16",
        _ => "byte",
    };

    /// <summary>The unit that a file says; null for no unit that is known.</summary>
    public static OffsetUnit? Parse(string? key) =>
        Enum.GetValues<OffsetUnit>().Where(unit => KeyOf(unit) == key).Select(unit => (OffsetUnit?)unit).FirstOrDefault();

    /// <summary>The unit in words.</summary>
    public static string NameOf(OffsetUnit unit) => unit switch
    {
        OffsetUnit.CodePoints => "code points",
        OffsetUnit.Utf16 => "UTF-16 units",
        _ => "bytes",
    };

    public static OffsetMap Create(string text, OffsetUnit unit)
    {
        var isPlain = unit == OffsetUnit.Bytes ? Ascii.IsValid(text) : !text.Any(char.IsSurrogate);
        if (isPlain || unit == OffsetUnit.Utf16) return new OffsetMap(text, null);
        var units = new List<int>();
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            units.Add(at);
            if (unit == OffsetUnit.Bytes) units.AddRange(Enumerable.Repeat(-1, rune.Utf8SequenceLength - 1));
            at += rune.Utf16SequenceLength;
        }
        units.Add(at);
        return new OffsetMap(text, [.. units]);
    }

    /// <summary>The UTF-16 unit of an offset; -1 where it lies outside of the text or inside a character.</summary>
    public int ToUtf16(long offset)
    {
        if (offset < 0 || offset > Length) return -1;
        if (_units is not null) return _units[offset];
        return offset > 0 && offset < _text.Length && char.IsLowSurrogate(_text[(int)offset])
            && char.IsHighSurrogate(_text[(int)offset - 1]) ? -1 : (int)offset;
    }

    /// <summary>The offset of a UTF-16 unit that starts a character or ends the text.</summary>
    public int FromUtf16(int unit) => _units is null ? unit : Array.BinarySearch(_units, unit) is var found and >= 0 ? found
        : Array.IndexOf(_units, unit);
}
