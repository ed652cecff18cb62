using System.Text;

namespace TinyBertPipeline.Core.Reports;

/// <summary>Reports as Markdown; numbers are aligned right.</summary>
public static class MarkdownReport
{
    /// <summary>The whole report, its blocks a blank line apart.</summary>
    /// <param name="report">The report.</param>
    /// <param name="forTerminal">Verbatim text without its fence, headings without their marks.</param>
    public static string Render(Report report, bool forTerminal = false) =>
        string.Join("\n", report.Blocks.Select(block => Block(block, forTerminal)));

    private static string Block(ReportBlock block, bool forTerminal) => block switch
    {
        ReportHeading heading => forTerminal ? heading.Text + "\n" : $"## {heading.Text}\n",
        ReportText text => text.Text.TrimEnd('\n') + "\n",
        ReportCode code => forTerminal ? code.Text.TrimEnd('\n') + "\n" : $"```\n{code.Text.TrimEnd('\n')}\n```\n",
        ReportFigure figure => forTerminal ? $"{figure.Description}: {figure.Path}\n" : $"![{figure.Description}]({figure.Path})\n",
        ReportTable table => Table(table),
        ReportChart chart => $"{chart.Title}:\n\n{Table(chart.ToTable())}",
        ReportSpans spans => Spans(spans, forTerminal),
        _ => throw new ArgumentException($"there is no form for a {block.GetType().Name}"),
    };

    private static string Spans(ReportSpans spans, bool forTerminal)
    {
        var width = spans.Rows.Select(row => row.Name.Length).DefaultIfEmpty().Max();
        var lines = string.Join('\n', spans.Rows.Select(row => $"{row.Name.PadRight(width)}  {spans.ToText(row)}"));
        return forTerminal ? $"{spans.Caption}\n{lines}\n" : $"{spans.Caption}\n\n```\n{lines}\n```\n";
    }

    private static string Table(ReportTable table)
    {
        var text = new StringBuilder();
        var columns = table.ToText();
        Row(columns.Select(column => column.Header));
        Row(columns.Select(column => column.IsNumeric ? "---:" : "---"));
        for (var row = 0; row < table.Rows.Count; row++) Row(columns.Select(column => column.Cells[row]));
        if (table.Caption.Length > 0) text.Insert(0, $"{table.Caption}:\n\n");
        return text.ToString();

        void Row(IEnumerable<string> cells) =>
            text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
    }
}
