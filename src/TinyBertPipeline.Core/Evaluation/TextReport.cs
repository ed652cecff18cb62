using System.Globalization;
using System.Text;

namespace TinyBertPipeline.Core.Evaluation;

/// <summary>The table of seqeval's <c>classification_report</c>. Source: seqeval 1.2.2, <c>seqeval/reporters.py</c>.</summary>
internal static class TextReport
{
    public static string Format(EvaluationReport report, int digits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(digits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digits, 15);
        var types = report.PerType.Select(pair => (Name: Name(pair.Key), pair.Value)).OrderBy(row => row.Name, StringComparer.Ordinal).ToArray();
        var width = types.Select(row => Length(row.Name)).Append("weighted avg".Length).Append(digits).Max();
        var text = new StringBuilder();
        text.Append(' ', width + 1);
        foreach (var column in (string[])["precision", "recall", "f1-score", "support"]) text.Append(' ').Append(column.PadLeft(9));
        text.Append("\n\n");
        foreach (var (name, score) in types) Row(name, score);
        text.Append('\n');
        Row("micro avg", report.Micro);
        Row("macro avg", report.Macro);
        Row("weighted avg", report.Weighted);
        return text.ToString();

        void Row(string name, EntityScore score)
        {
            text.Append(' ', width - Length(name)).Append(name).Append(' ');
            foreach (var value in (double[])[score.Precision, score.Recall, score.F1]) text.Append(' ').Append(Rounded(value, digits).PadLeft(9));
            text.Append(' ').Append(score.Support.ToString(CultureInfo.InvariantCulture).PadLeft(9)).Append('\n');
        }
    }

    /// <summary>How reports name a type: seqeval calls the unnamed one <c>_</c>.</summary>
    public static string Name(string type) => type.Length == 0 ? "_" : UntrustedText.Cell(type);

    // Python pads by code points.
    private static int Length(string name) => name.EnumerateRunes().Count();

    // Python rounds the exact binary value, ties to even; .NET's "F2" rounds them up. 27 digits tell a tie from its neighbours.
    private static string Rounded(double value, int digits)
    {
        var exact = decimal.Parse(value.ToString("F27", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return Math.Round(exact, digits, MidpointRounding.ToEven).ToString($"F{digits}", CultureInfo.InvariantCulture);
    }
}
