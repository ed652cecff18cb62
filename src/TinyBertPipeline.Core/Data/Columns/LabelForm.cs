using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Data.Columns;

/// <summary>Whether a text looks like a label, for telling columns apart. Which labels are valid is the scheme's business.</summary>
internal static class LabelForm
{
    public const string Outside = "O";

    // Types of phrases that stand beside entities in CoNLL-2003 and its kin: labels, but of another task.
    private static readonly HashSet<string> _phrases = new(StringComparer.Ordinal)
    {
        "NP", "VP", "PP", "ADVP", "ADJP", "SBAR", "PRT", "CONJP", "INTJ", "LST", "UCP", "NC", "VC", "PC",
    };

    public static bool IsOutside(ReadOnlySpan<char> text) => text is Outside;

    /// <summary>A letter of a scheme, a hyphen or underscore, and a type; or the letter alone.</summary>
    public static bool IsInside(ReadOnlySpan<char> text) =>
        text.Length > 0 && Tag.EntityLetters.Contains(text[0], StringComparison.Ordinal)
        && (text.Length == 1 || text.Length > 2 && text[1] is '-' or '_');

    public static bool IsLabel(ReadOnlySpan<char> text) => IsOutside(text) || IsInside(text);

    public static ReadOnlySpan<char> TypeOf(ReadOnlySpan<char> label) => label.Length > 2 ? label[2..] : default;

    /// <summary>Whether all types are kinds of phrases.</summary>
    public static bool ArePhrases(IReadOnlyCollection<string> types) => types.Count > 0 && types.All(_phrases.Contains);
}
