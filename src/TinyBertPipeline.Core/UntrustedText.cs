using System.Globalization;
using System.Text;

namespace TinyBertPipeline.Core;

/// <summary>Text out of a file on its way to a person: without characters that a terminal would obey or a reader would not see.</summary>
public static class UntrustedText
{
    private const int Longest = 120;

    /// <summary>A text in quotation marks, cut when it is long, with all that is not plainly visible as escapes.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("'");
        foreach (var rune in text.EnumerateRunes())
        {
            if (quoted.Length > Longest) return quoted.Append("…'").ToString();
            if (IsPrintable(rune)) quoted.Append(rune);
            else AppendEscape(quoted, rune);
        }
        return quoted.Append('\'').ToString();
    }

    /// <summary>The first few of many names, with the number of the others.</summary>
    public static string Quote(IReadOnlyList<string> names, int shown = 5)
    {
        var text = string.Join(", ", names.Take(shown).Select(Quote));
        return names.Count <= shown ? text : $"{text} and {names.Count - shown} more";
    }

    /// <summary>A tensor's shape, as <c>[2,3]</c>.</summary>
    public static string Shape(IEnumerable<long> shape) => $"[{string.Join(",", shape)}]";

    /// <summary>
    /// A whole text as it may be written to a terminal, or within a document of JSON: control characters (but for line ends and tabs),
    /// marks that turn the direction of writing, and invisible tags become escapes of the form <c>\u001b</c>. Scripts and emoji stay.
    /// </summary>
    public static string Visible(string text)
    {
        var visible = new StringBuilder();
        for (var i = 0; i < text.Length;)
        {
            var isWhole = Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length) == System.Buffers.OperationStatus.Done;
            if (!isWhole) AppendEscape(visible, text[i]);
            else if (IsObeyed(rune.Value)) AppendEscape(visible, rune);
            else visible.Append(text, i, length);
            i += length;
        }
        return visible.ToString();
    }

    /// <summary>A text in one cell or line: as <see cref="Visible"/>, line ends and tabs too.</summary>
    public static string Cell(string text) =>
        Visible(text).Replace("\n", "\\u000a", StringComparison.Ordinal).Replace("\t", "\\u0009", StringComparison.Ordinal);

    private static bool IsObeyed(int value) => value switch
    {
        '\n' or '\t' => false,
        < 0x20 or (>= 0x7F and <= 0x9F) => true,                           // ESC and what else moves a cursor
        0x061C or 0x200E or 0x200F or 0xFEFF => true,                      // marks of direction, byte-order mark
        >= 0x2028 and <= 0x202E or >= 0x2066 and <= 0x2069 => true,        // line ends; embeddings, overrides, isolates
        >= 0xE0000 and <= 0xE007F => true,                                 // tags: letters that nobody sees
        _ => false,
    };

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    private static void AppendEscape(StringBuilder text, Rune rune)
    {
        Span<char> units = stackalloc char[2];
        foreach (var unit in units[..rune.EncodeToUtf16(units)]) AppendEscape(text, unit);
    }

    private static void AppendEscape(StringBuilder text, char unit) => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
}
