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
            else Console.Out.WriteLine(MarkdownReport.Render(Single(block), forTerminal: true).TrimEnd('\n'));
        }
    }

    private static Table Draw(ReportTable table)
    {
        var columns = table.ToText();
        var drawn = new Table { Border = TableBorder.Rounded };
        foreach (var (header, isNumeric, _) in columns)
            drawn.AddColumn(new TableColumn(Markup.Escape(header)) { Alignment = isNumeric ? Justify.Right : Justify.Left });
        for (var row = 0; row < table.Rows.Count; row++) drawn.AddRow([.. columns.Select(column => Markup.Escape(column.Cells[row]))]);
        return drawn;
    }

    private static Report Single(ReportBlock block) => block switch
    {
        ReportHeading heading => new Report().Heading(heading.Text),
        ReportCode code => Report.OfCode(code.Text),
        ReportFigure figure => new Report().Figure(figure.Path, figure.Description),
        ReportText text => Report.Of(text.Text),
        _ => throw new ArgumentException($"there is no form for a {block.GetType().Name}"),
    };
}
