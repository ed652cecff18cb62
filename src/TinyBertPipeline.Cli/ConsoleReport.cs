using Spectre.Console;
using TinyBertPipeline.Core.Reports;

namespace TinyBertPipeline.Cli;

/// <summary>Reports on standard output: drawn tables on a terminal, Markdown elsewhere.</summary>
internal static class ConsoleReport
{
    public static void Write(Report report)
    {
        if (Console.IsOutputRedirected)
        {
            Console.Out.WriteLine(MarkdownReport.Render(report, forTerminal: true).TrimEnd('\n'));
            return;
        }
        foreach (var block in report.Blocks)
        {
            if (block is ReportTable table) AnsiConsole.Write(Draw(table));
            else if (block is ReportChart chart) AnsiConsole.Write(Draw(chart.ToTable() with { Caption = chart.Title }));
            else Console.Out.WriteLine(MarkdownReport.Render(Report.OfBlock(block), forTerminal: true).TrimEnd('\n'));
        }
    }

    private static Table Draw(ReportTable table)
    {
        var columns = table.ToText();
        var drawn = new Table { Border = TableBorder.Rounded };
        if (table.Caption.Length > 0) drawn.Title = new TableTitle(Markup.Escape(table.Caption));
        foreach (var (header, isNumeric, _) in columns)
            drawn.AddColumn(new TableColumn(Markup.Escape(header)) { Alignment = isNumeric ? Justify.Right : Justify.Left });
        for (var row = 0; row < table.Rows.Count; row++) drawn.AddRow([.. columns.Select(column => Markup.Escape(column.Cells[row]))]);
        return drawn;
    }
}
