using System.Globalization;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Pipeline.Experiments;

/// <summary>The results of an experiment so far.</summary>
/// <param name="Results">Its rows, in the order of the table.</param>
public sealed record ExperimentReport(IReadOnlyList<ExperimentResult> Results)
{
    /// <summary>The table for people.</summary>
    public Report ToReport() => StartTable.IsOf(Results) ? StartTable.ToReport(Results) : RetentionTable.ToReport(Results);

    /// <summary>The rows as one JSON document.</summary>
    public JsonObject ToJson() => new() { ["rows"] = new JsonArray([.. Results.Select(result => result.ToJson())]) };

    /// <summary>A line for each student that its teacher made worse than labels alone did.</summary>
    public IEnumerable<string> Warnings() =>
        from baseline in Results
        where baseline.Variant == ExperimentVariant.None
        from full in Results
        where full.Variant == ExperimentVariant.Full && full.HasKeyOf(baseline with { Variant = full.Variant })
        let difference = baseline.Dev - full.Dev
        where difference > 0
        select $"{full.Dataset} {full.Student} seed {full.Seed}: dev {TaskScore.Shown(full.Metric)} is "
            + string.Create(CultureInfo.InvariantCulture, $"{100 * difference:F2} points below that of the same student without a teacher");
}
