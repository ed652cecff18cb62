namespace TinyBertPipeline.Core.Reports;

/// <summary>Lines over numbers. Where no picture can be shown it is a table of the points.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Across">What is counted to the right.</param>
/// <param name="Up">What is counted upwards.</param>
/// <param name="Lines">The lines.</param>
public sealed record ReportChart(string Title, string Across, string Up, IReadOnlyList<ReportLine> Lines) : ReportBlock
{
    /// <summary>The ends of both axes, or null for what the points take.</summary>
    public (double From, double To)? Range { get; init; }

    /// <summary>The points as a table, a row for each place to the right.</summary>
    public ReportTable ToTable()
    {
        var table = new ReportTable([
            ReportColumn.Number(Across, "0.####"), .. Lines.Where(line => !line.IsGuide).Select(line => ReportColumn.Number(line.Name, "0.####"))]);
        ReportLine[] lines = [.. Lines.Where(line => !line.IsGuide)];
        foreach (var x in lines.SelectMany(line => line.Points).Select(point => point.X).Distinct().Order())
        {
            table.Add([x, .. lines.Select(line => line.Points.Where(point => point.X.Equals(x)).Select(point => (object?)point.Y).FirstOrDefault())]);
        }
        return table;
    }
}

/// <summary>A line of a chart.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Points">Its points, from left to right.</param>
public sealed record ReportLine(string Name, IReadOnlyList<(double X, double Y)> Points)
{
    /// <summary>Whether it is there for comparison only, drawn thin.</summary>
    public bool IsGuide { get; init; }
}
