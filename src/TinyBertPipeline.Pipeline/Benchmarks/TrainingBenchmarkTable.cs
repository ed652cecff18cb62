using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Training.Benchmarking;

namespace TinyBertPipeline.Pipeline.Benchmarks;

/// <summary>A benchmark of training for people and machines.</summary>
public static class TrainingBenchmarkTable
{
    private const string Plain = "plain";
    private static readonly string[] _parts = ["data", "teacher", "forward", "backward", "optimizer"];

    /// <summary>A row a loop: pieces/s, how many times as fast as the plain loop it is, and the share of the time of each part.</summary>
    public static ReportTable Of(IReadOnlyList<TrainingSpeed> speeds)
    {
        var table = new ReportTable([
            new("training", "training"), new("loop", "loop"), new("precision", "precision"),
            ReportColumn.Number("pieces/s", "0", "tokensPerSecond"), ReportColumn.Number("ratio", "0.00", "ratio"), ReportColumn.Hidden("passes"),
            ReportColumn.Hidden("steps"), ReportColumn.Hidden("tokens"),
            .. _parts.Select(part => ReportColumn.Number(part + " %", "0.0", part + "Share", 100))]);
        foreach (var speed in speeds)
        {
            table.Add([
                speed.Training, speed.Loop, speed.Precision, speed.PiecesPerSecond, Ratio(speed, speeds), speed.Passes.Count, speed.Steps,
                speed.Pieces, .. _parts.Select(part => (object)speed.Shares.GetValueOrDefault(part))]);
        }
        return table;
    }

    /// <summary>The measurement for people.</summary>
    public static Report ToReport(IReadOnlyList<TrainingSpeed> speeds) => Report.Of(
        "Pieces are those of the tokenizer, padding not counted; medians of passes over the same sentences, made in turn. Forward is that of the "
        + "model in training, with the loss; teacher is the teacher's.").Table(Of(speeds));

    private static double? Ratio(TrainingSpeed speed, IReadOnlyList<TrainingSpeed> speeds) =>
        speeds.FirstOrDefault(other => other.Training == speed.Training && other.Loop == Plain) is { } plain ? speed.RatioTo(plain) : null;
}
