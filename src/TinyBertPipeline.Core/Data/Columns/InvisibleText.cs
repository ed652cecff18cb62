using System.Globalization;
using System.Text;

namespace TinyBertPipeline.Core.Data.Columns;

/// <summary>Text that shows nothing: byte-order marks, zero-width and directional marks, spaces of any kind.</summary>
internal static class InvisibleText
{
    public static bool IsInvisible(ReadOnlySpan<char> text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsInvisible(rune)) return false;
        }
        return text.Length > 0;
    }

    /// <summary>The code points of a text, without ASCII spaces and tabs, for messages.</summary>
    public static string CodePoints(ReadOnlySpan<char> text)
    {
        var found = new List<string>();
        foreach (var rune in text.EnumerateRunes())
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}");
            if (rune.Value is not (' ' or '\t') && !found.Contains(name)) found.Add(name);
        }
        return string.Join(' ', found);
    }

    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator;
}
