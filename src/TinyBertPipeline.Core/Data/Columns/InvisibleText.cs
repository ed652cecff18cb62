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

    /// <summary>The first character of a word that shows nothing and joins nothing, as <c>U+200B</c>; null where there is none.</summary>
    public static string? FirstOf(string word)
    {
        foreach (var rune in word.EnumerateRunes())
        {
            // Joiners, variation selectors and tags make signs what they are; other spaces may be words of Chinese data.
            var isMark = rune.Value is 0xFEFF or 0x200B or 0x2060 or 0xAD
                or (>= 0x200E and <= 0x200F) or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
            if (isMark || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control)
                return string.Create(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}");
        }
        return null;
    }

    /// <summary>
    /// A label without marks that show nothing, and without spaces of any kind around it. What does something to a terminal stays, to be seen.
    /// </summary>
    public static string Clean(string label)
    {
        if (!label.AsSpan().ContainsAnyExceptInRange('!', '~')) return label;
        var clean = new StringBuilder(label.Length);
        foreach (var rune in label.EnumerateRunes())
        {
            if (rune.Value is not (0xFEFF or 0x200B or 0x2060 or 0xAD or 0x200E or 0x200F)) clean.Append(rune);
        }
        return clean.ToString().Trim();
    }

    /// <summary>The last space other than U+0020 where a label follows it, as <c>U+00A0</c>; else null.</summary>
    public static string? SpaceBeforeLabel(string text)
    {
        var last = text.Length - 1;
        while (last > 0 && (text[last] == ' ' || !char.IsWhiteSpace(text[last]))) last--;
        return last > 0 && LabelForm.IsLabel(text.AsSpan(last + 1).Trim(' '))
            ? string.Create(CultureInfo.InvariantCulture, $"U+{(int)text[last]:X4}") : null;
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
