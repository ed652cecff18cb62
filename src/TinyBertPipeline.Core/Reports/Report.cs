namespace TinyBertPipeline.Core.Reports;

/// <summary>
/// What a verb has to tell: headings, texts, tables, pictures and verbatim text, in order. Written once; each reader gets its own form of it
/// (<see cref="MarkdownReport"/>, a terminal's tables, rows for machines).
/// </summary>
public sealed class Report
{
    private readonly List<ReportBlock> _blocks = [];

    /// <summary>The blocks in order.</summary>
    public IReadOnlyList<ReportBlock> Blocks => _blocks;

    /// <summary>A report of one text.</summary>
    public static Report Of(string text) => new Report().Text(text);

    /// <summary>A report of text that is to stay as it is, character by character.</summary>
    public static Report OfCode(string text) => new Report().Code(text);

    /// <summary>A report of one block.</summary>
    public static Report OfBlock(ReportBlock block) => new Report().Add(block);

    /// <summary>Adds a heading.</summary>
    public Report Heading(string text) => Add(new ReportHeading(text));

    /// <summary>Adds a paragraph; its line ends stay.</summary>
    public Report Text(string text) => Add(new ReportText(text));

    /// <summary>Adds a paragraph of lines, unless there are none.</summary>
    public Report Lines(IEnumerable<string> lines) => lines.ToArray() is { Length: > 0 } all ? Text(string.Join('\n', all)) : this;

    /// <summary>Adds a table, unless it has no row.</summary>
    public Report Table(ReportTable table) => table.Rows.Count > 0 ? Add(table) : this;

    /// <summary>Adds a picture.</summary>
    /// <param name="path">Its file, relative to the report's.</param>
    /// <param name="description">What it shows.</param>
    /// <param name="picture">The picture as SVG, for reports that hold their pictures; or null.</param>
    public Report Figure(string path, string description, string? picture = null) => Add(new ReportFigure(path, description) { Picture = picture });

    /// <summary>Adds verbatim text.</summary>
    public Report Code(string text) => Add(new ReportCode(text));

    /// <summary>Adds lines over numbers, unless there is no point.</summary>
    public Report Chart(ReportChart chart) => chart.Lines.Any(line => !line.IsGuide && line.Points.Count > 0) ? Add(chart) : this;

    /// <summary>Adds words with markings.</summary>
    public Report Spans(ReportSpans spans) => Add(spans);

    /// <summary>Adds the blocks of another report.</summary>
    public Report Append(Report other)
    {
        _blocks.AddRange(other._blocks);
        return this;
    }

    /// <summary>The report as Markdown.</summary>
    public override string ToString() => MarkdownReport.Render(this);

    private Report Add(ReportBlock block)
    {
        _blocks.Add(block);
        return this;
    }
}

/// <summary>A part of a report.</summary>
public abstract record ReportBlock;

/// <summary>A heading.</summary>
/// <param name="Text">Its words.</param>
internal sealed record ReportHeading(string Text) : ReportBlock;

/// <summary>A paragraph.</summary>
/// <param name="Text">Its words.</param>
internal sealed record ReportText(string Text) : ReportBlock;

/// <summary>A picture beside the report.</summary>
/// <param name="Path">Its file, relative to the report's.</param>
/// <param name="Description">What it shows.</param>
internal sealed record ReportFigure(string Path, string Description) : ReportBlock
{
    /// <summary>The picture itself as SVG, or null.</summary>
    public string? Picture { get; init; }
}

/// <summary>Verbatim text.</summary>
/// <param name="Text">The text.</param>
internal sealed record ReportCode(string Text) : ReportBlock;
