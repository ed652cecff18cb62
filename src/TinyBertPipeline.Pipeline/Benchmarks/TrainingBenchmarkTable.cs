using System.Globalization;
using System.Text.Json.Nodes;
using TinyBertPipeline.Pipeline.Reports;
using TinyBertPipeline.Training.Benchmarking;

namespace TinyBertPipeline.Pipeline.Benchmarks;

/// <summary>A benchmark of training as a table for people and as flat rows for machines.</summary>
public static class TrainingBenchmarkTable
{
    private const string Plain = "plain";
    private static readonly string[] _parts = ["data", "teacher", "forward", "backward", "optimizer"];

    /// <summary>A line a loop: tokens/s, how many times as fast as the plain loop it is, and the share of the time of each part.</summary>
    public static string Format(IReadOnlyList<TrainingSpeed> speeds)
    {
        var table = new MarkdownTable(["training", "loop", "precision", "tokens/s", "ratio", .. _parts.Select(part => part + " %")]);
        foreach (var speed in speeds)
        {
            var ratio = Ratio(speed, speeds) is { } value ? Number(value, "0.00") : "–";
            table.Add([
                speed.Training, speed.Loop, speed.Precision, Number(speed.PiecesPerSecond, "0"), ratio,
                .. _parts.Select(part => Number(100 * speed.Shares.GetValueOrDefault(part), "0.0"))]);
        }
        return "Tokens are word pieces, padding not counted; medians of passes over the same sentences, made in turn. Forward is that of the "
            + $"model in training, with the loss; teacher is the teacher's.\n\n{table}";
    }

    /// <summary>The measurements as flat objects.</summary>
    public static IReadOnlyList<JsonObject> Rows(IReadOnlyList<TrainingSpeed> speeds) => [.. speeds.Select(speed =>
    {
        var row = new JsonObject
        {
            ["training"] = speed.Training,
            ["loop"] = speed.Loop,
            ["precision"] = speed.Precision,
            ["tokensPerSecond"] = speed.PiecesPerSecond,
            ["ratio"] = Ratio(speed, speeds),
            ["passes"] = speed.Passes.Count,
            ["steps"] = speed.Steps,
            ["tokens"] = speed.Pieces,
        };
        foreach (var part in _parts) row[part + "Share"] = speed.Shares.GetValueOrDefault(part);
        return row;
    })];

    private static double? Ratio(TrainingSpeed speed, IReadOnlyList<TrainingSpeed> speeds) =>
        speeds.FirstOrDefault(other => other.Training == speed.Training && other.Loop == Plain) is { } plain ? speed.RatioTo(plain) : null;

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
