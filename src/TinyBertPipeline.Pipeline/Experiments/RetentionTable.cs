using System.Globalization;
using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Pipeline.Experiments;

/// <summary>Results of experiments as tables for people.</summary>
internal static class RetentionTable
{
    private const string Nothing = "–";

    private const string AboveModels = "Scores in per cent (entities: strict micro F1 with legal-path decoding for teacher and student alike); "
        + "mean ± standard deviation over seeds. Kept: mean of the students over the mean of the teachers with the same seeds. "
        + "Pieces and minutes are those of one training.";

    private const string AboveIntervals = "Share of its own teacher's score that each student of the whole recipe keeps, "
        + "with 95 % intervals: paired bootstrap over sentences.";

    /// <summary>A line a model and data set, then the intervals of the recipe's students, then what failed.</summary>
    public static Report ToReport(IReadOnlyList<ExperimentResult> results)
    {
        var report = Report.Of(AboveModels).Table(Models(results));
        var intervals = Intervals(results);
        if (intervals.Rows.Count > 0) report.Text(AboveIntervals).Table(intervals);
        return report.Lines(results.Where(result => result.Failed is not null).Select(Line));
    }

    /// <summary>A result in one line.</summary>
    public static string Line(ExperimentResult result)
    {
        var key = $"{result.Dataset} {result.Variant}{(result.Student is null ? "" : " " + result.Student)} seed {result.Seed}";
        if (result.Failed is not null) return $"{key} failed: {result.Failed}";
        var metric = TaskScore.Shown(result.Metric);
        var test = result.Test is { } score ? $", test {metric} {Percent(score)}{Kept(result.TestKept)}" : "";
        return $"{key}: dev {metric} {Percent(result.Dev)}{Kept(result.DevKept)}{test}, {Number(result.Minutes, "0.0")} minutes";

        static string Kept(double? share) => share is null ? "" : $", {Percent(share)} % of its teacher";
    }

    private static ReportTable Models(IReadOnlyList<ExperimentResult> results)
    {
        string[] metrics = [.. results.Select(result => result.Metric).Distinct()];
        var metric = metrics is [var one] ? TaskScore.Shown(one) : "score";
        var table = new ReportTable(
            "data set", "variant", "student", "seeds", $"dev {metric}", $"test {metric}", ReportColumn.Percent("dev kept %"),
            ReportColumn.Percent("test kept %"), Millions("parameters"), Millions("pieces"), ReportColumn.Number("minutes", "0.0"), "own options");
        foreach (var group in RetentionGroup.Of(results))
        {
            table.Add(
                group.Dataset, group.Variant, group.Student ?? "", group.Seeds.Count(), Score(group.Dev), Score(group.Test),
                group.DevKept, group.TestKept, (double?)group.Parameters, (double?)group.Pieces, group.Minutes.Mean, group.Overrides ?? "");
        }
        return table;
    }

    private static ReportTable Intervals(IReadOnlyList<ExperimentResult> results)
    {
        var table = new ReportTable(
            "data set", "student", "seed", ReportColumn.Percent("dev kept %"), "dev interval", ReportColumn.Percent("test kept %"), "test interval");
        foreach (var row in results.Where(result => result is { Variant: ExperimentVariant.Full, DevKept: not null }))
        {
            table.Add(
                row.Dataset, row.Student ?? "", row.Seed, row.DevKept, Interval(row.DevKeptLower, row.DevKeptUpper),
                row.TestKept, Interval(row.TestKeptLower, row.TestKeptUpper));
        }
        return table;
    }

    private static ReportColumn Millions(string header) => ReportColumn.Number(header, "0.00", factor: 1e-6) with { Unit = " M" };

    private static string Score(MeanAndDeviation score) =>
        double.IsNaN(score.Deviation) ? Percent(score.Mean) : $"{Percent(score.Mean)} ± {Percent(score.Deviation)}";

    private static string Interval(double? lower, double? upper) => lower is null ? Nothing : $"{Percent(lower)} to {Percent(upper)}";

    private static string Percent(double? share) => Number(100 * share, "0.00");

    private static string Number(double? value, string format) =>
        value is null or double.NaN ? Nothing : value.Value.ToString(format, CultureInfo.InvariantCulture);
}
