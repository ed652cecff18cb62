using System.Globalization;
using TinyBertPipeline.Core.Reports;

namespace TinyBertPipeline.Pipeline.Evaluation;

/// <summary>The figures of a training as charts, from the <c>metrics.csv</c> of its folder.</summary>
internal static class LearningCurves
{
    private const string Dev = "dev";
    private const string FileName = "metrics.csv";

    private static readonly string[] _counters = ["pieces", "step", "epoch", "seconds"];

    /// <summary>The losses and the scores on dev; empty where the folder has no such file or another.</summary>
    /// <param name="folder">The folder of a bundle.</param>
    /// <param name="name">What stands before the titles.</param>
    public static Report Of(string folder, string name = "")
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return new Report();
        string[][] rows = [.. File.ReadAllLines(path).Where(line => line.Length > 0).Select(line => line.Split(','))];
        if (rows.Length < 2 || rows.Any(row => row.Length != rows[0].Length)) return new Report();
        var counter = _counters.FirstOrDefault(rows[0].Contains);
        if (counter is null) return new Report();
        var at = Array.IndexOf(rows[0], counter);
        ReportLine[] lines = [.. rows[0].Index().Where(column => !_counters.Contains(column.Item)).Select(column => Line(rows, at, column.Index))];
        return new Report()
            .Chart(Chart($"{name}Score on dev", "score", lines.Where(line => line.Name.StartsWith(Dev, StringComparison.Ordinal))))
            .Chart(Chart($"{name}Mean training loss", "loss", lines.Where(line => !line.Name.StartsWith(Dev, StringComparison.Ordinal))));

        ReportChart Chart(string title, string up, IEnumerable<ReportLine> shown) => new(title, counter, up, [.. shown.Where(line => line.Points.Count > 0)]);
    }

    private static ReportLine Line(string[][] rows, int counter, int column) => new(rows[0][column],
    [
        .. rows.Skip(1).Select(row => (X: Number(row[counter]), Y: Number(row[column])))
            .Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y)),
    ]);

    private static double Number(string cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
}
