using System.Text;

namespace TinyBertPipeline.Core.Reports;

/// <summary>Words with what was marked in them, one line below the other.</summary>
/// <param name="Caption">What stands above.</param>
/// <param name="Words">The words.</param>
/// <param name="Rows">The markings.</param>
public sealed record ReportSpans(string Caption, IReadOnlyList<string> Words, IReadOnlyList<SpanRow> Rows) : ReportBlock
{
    /// <summary>A row as text: spans in brackets with their names, and an exclamation mark where they are wrong.</summary>
    public string ToText(SpanRow row)
    {
        var text = new StringBuilder();
        for (var word = 0; word < Words.Count; word++)
        {
            if (word > 0) text.Append(' ');
            if (row.Spans.Any(span => span.Start == word)) text.Append('[');
            text.Append(UntrustedText.Cell(Words[word]));
            if (row.Spans.FirstOrDefault(span => span.End == word) is { } ending)
                text.Append(' ').Append(ending.Name).Append(ending.IsRight ? "]" : "!]");
        }
        return text.ToString();
    }
}

/// <summary>One way in which words are marked.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Spans">The marked spans, in order.</param>
public sealed record SpanRow(string Name, IReadOnlyList<ReportSpan> Spans);

/// <summary>A marked span.</summary>
/// <param name="Start">Its first word.</param>
/// <param name="End">Its last word.</param>
/// <param name="Name">What it is marked as.</param>
/// <param name="IsRight">Whether that is right.</param>
public sealed record ReportSpan(int Start, int End, string Name, bool IsRight);
