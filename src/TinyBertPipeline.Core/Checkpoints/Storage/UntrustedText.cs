using System.Globalization;
using System.Text;

namespace TinyBertPipeline.Core.Checkpoints.Storage;

/// <summary>Text out of a model file on its way into a message: short, and without characters that a terminal would obey.</summary>
internal static class UntrustedText
{
    private const int Longest = 120;

    public static string Quote(string text)
    {
        var quoted = new StringBuilder("'");
        foreach (var rune in text.EnumerateRunes())
        {
            if (quoted.Length > Longest) return quoted.Append("…'").ToString();
            if (IsPrintable(rune)) quoted.Append(rune);
            else quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
        }
        return quoted.Append('\'').ToString();
    }

    /// <summary>The first few of many names, with the number of the others.</summary>
    public static string Quote(IReadOnlyList<string> names, int shown = 5)
    {
        var text = string.Join(", ", names.Take(shown).Select(Quote));
        return names.Count <= shown ? text : $"{text} and {names.Count - shown} more";
    }

    public static string Shape(IEnumerable<long> shape) => $"[{string.Join(",", shape)}]";

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
