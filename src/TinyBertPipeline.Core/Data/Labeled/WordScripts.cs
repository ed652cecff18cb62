using System.Text;

namespace TinyBertPipeline.Core.Data.Labeled;

/// <summary>
/// The scripts of a word's letters, of those whose letters look alike: Latin, Greek and Cyrillic. A word of two of them is mostly a slip of
/// the
/// keyboard or of a scanner, and no vocabulary has it.
/// </summary>
internal static class WordScripts
{
    private static readonly (string Name, int First, int Last)[] _ranges =
    [
        ("Latin", 'A', 'Z'), ("Latin", 'a', 'z'), ("Latin", 0xC0, 0x24F), ("Latin", 0x1E00, 0x1EFF),
        ("Greek", 0x370, 0x3FF), ("Greek", 0x1F00, 0x1FFF), ("Cyrillic", 0x400, 0x52F), ("Cyrillic", 0x2DE0, 0x2DFF),
            ("Cyrillic", 0xA640, 0xA69F),
    ];

    /// <summary>The names of the scripts where there are several, else null.</summary>
    public static string? Mixed(string word)
    {
        if (Ascii.IsValid(word)) return null;
        string[] scripts = [.. word.EnumerateRunes().Where(Rune.IsLetter).Select(NameOf).OfType<string>().Distinct()];
        return scripts.Length > 1 ? string.Join(" and ", scripts) : null;
    }

    private static string? NameOf(Rune rune)
    {
        if (rune.Value is 0xB5 or 0x3BC or 0x3A9 or 0x2126) return null;   // µ and Ω stand for units beside Latin letters
        foreach (var (name, first, last) in _ranges)
        {
            if (rune.Value >= first && rune.Value <= last) return name;
        }
        return null;
    }
}
