using System.Globalization;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Evaluation.Comparing;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Pipeline.Evaluation;

/// <summary>Two models beside each other.</summary>
/// <param name="Data">What they were compared on.</param>
/// <param name="Metric">The metric of the scores.</param>
/// <param name="First">The runs of the first model with their scores.</param>
/// <param name="Second">The runs of the second model with their scores.</param>
/// <param name="Comparison">How they compare.</param>
/// <param name="Agreement">
/// The score of the second model's answers with the first's for gold, 0 to 1; mean over runs. How well a student imitates its teacher: it
/// has far less noise than the difference of two scores, since no gold label is between them.
/// </param>
/// <param name="Options">How samples were drawn.</param>
public sealed record ComparisonReport(
    ITaskData Data, string Metric, IReadOnlyList<(string Folder, double Score)> First, IReadOnlyList<(string Folder, double Score)> Second,
    PairedComparison Comparison, double Agreement, BootstrapOptions Options)
{
    /// <summary>The comparison for machines.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["data"] = Data.Path };
        foreach (var (name, count) in Data.Counts) json[name] = count;
        json["metric"] = Metric;
        json["first"] = Side(First, Comparison.First);
        json["second"] = Side(Second, Comparison.Second);
        json["difference"] = Comparison.Difference.Estimate;
        json["lower"] = Comparison.Difference.Lower;
        json["upper"] = Comparison.Difference.Upper;
        json["level"] = Options.Level;
        json["p"] = Comparison.P;
        json["agreement"] = Agreement;
        json["samples"] = Options.Samples;
        json["seed"] = Options.Seed;
        return json;
    }

    /// <summary>The comparison for people.</summary>
    public Report ToReport()
    {
        var table = new ReportTable("model", "folder", ReportColumn.Percent(TaskScore.Shown(Metric)));
        foreach (var (folder, score) in First) table.Add("A", folder, score);
        foreach (var (folder, score) in Second) table.Add("B", folder, score);
        var (difference, lower, upper) = Comparison.Difference;
        return new Report().Table(table).Lines(
        [
            $"{string.Join(", ", Data.Counts.Select(count => $"{count.Value} {count.Key}"))}",
            string.Create(CultureInfo.InvariantCulture, $"A − B: {100 * difference:+0.00;-0.00;0.00} points, ")
                + string.Create(CultureInfo.InvariantCulture,
                    $"{100 * Options.Level:0.#} % interval {100 * lower:+0.00;-0.00;0.00} to {100 * upper:+0.00;-0.00;0.00} (paired bootstrap)"),
            string.Create(CultureInfo.InvariantCulture, $"agreement {100 * Agreement:0.00}: what B says, with A's answers for gold"),
            string.Create(CultureInfo.InvariantCulture, $"p = {Comparison.P:0.0000} (approximate randomisation, {Options.Samples} exchanges)"),
        ]);
    }

    private static JsonObject Side(IReadOnlyList<(string Folder, double Score)> runs, double mean) => new()
    {
        ["mean"] = mean,
        ["runs"] = new JsonArray([.. runs.Select(run => new JsonObject { ["folder"] = run.Folder, ["score"] = run.Score })]),
    };
}
