using System.Globalization;
using System.Text;
using TinyBertPipeline.Pipeline.Reports;

namespace TinyBertPipeline.Pipeline.Experiments;

/// <summary>Results of experiments as tables for people.</summary>
internal static class RetentionTable
{
    private const string Nothing = "–";

    private const string AboveModels = "Strict micro entity F1 in per cent with legal-path decoding for teacher and student alike; "
        + "mean ± standard deviation over seeds. Kept: mean of the students over the mean of the teachers with the same seeds. "
        + "Pieces and minutes are those of one training.\n\n";

    private const string AboveIntervals = "\nShare of its own teacher's F1 that each student of the whole recipe keeps, "
        + "with 95 % intervals: paired bootstrap over sentences.\n\n";

    /// <summary>A line a model and data set, then the intervals of the recipe's students, then what failed.</summary>
    public static string Format(IReadOnlyList<ExperimentResult> results)
    {
        var text = new StringBuilder(AboveModels).Append(Models(results));
        if (Intervals(results) is { } intervals) text.Append(AboveIntervals).Append(intervals);
        foreach (var failed in results.Where(result => result.Failed is not null)) text.Append('\n').Append(Line(failed)).Append('\n');
        return text.ToString();
    }

    /// <summary>A result in one line.</summary>
    public static string Line(ExperimentResult result)
    {
        var key = $"{result.Dataset} {result.Variant}{(result.Student is null ? "" : " " + result.Student)} seed {result.Seed}";
        if (result.Failed is not null) return $"{key} failed: {result.Failed}";
        var test = result.TestF1 is { } f1 ? $", test F1 {Percent(f1)}{Kept(result.TestKept)}" : "";
        return $"{key}: dev F1 {Percent(result.DevF1)}{Kept(result.DevKept)}{test}, {Number(result.Minutes, "0.0")} minutes";

        static string Kept(double? share) => share is null ? "" : $", {Percent(share)} % of its teacher";
    }

    private static MarkdownTable Models(IReadOnlyList<ExperimentResult> results)
    {
        var table = new MarkdownTable(
            "data set", "variant", "student", "seeds", "dev F1", "test F1", "dev kept %", "test kept %", "parameters", "pieces", "minutes",
            "own options");
        foreach (var group in RetentionGroup.Of(results))
        {
            table.Add(
                group.Dataset, group.Variant, group.Student ?? "", Whole(group.Seeds.Count()), F1(group.Dev), F1(group.Test),
                Percent(group.DevKept), Percent(group.TestKept), Millions(group.Parameters), Millions(group.Tokens),
                Number(group.Minutes.Mean, "0.0"), group.Overrides ?? "");
        }
        return table;
    }

    private static MarkdownTable? Intervals(IReadOnlyList<ExperimentResult> results)
    {
        var rows = results.Where(result => result is { Variant: ExperimentVariant.Full, DevKept: not null }).ToArray();
        if (rows.Length == 0) return null;
        var table = new MarkdownTable("data set", "student", "seed", "dev kept %", "dev interval", "test kept %", "test interval");
        foreach (var row in rows)
        {
            table.Add(
                row.Dataset, row.Student ?? "", Whole(row.Seed), Percent(row.DevKept), Interval(row.DevKeptLower, row.DevKeptUpper),
                Percent(row.TestKept), Interval(row.TestKeptLower, row.TestKeptUpper));
        }
        return table;
    }

    private static string F1(MeanAndDeviation f1) =>
        double.IsNaN(f1.Deviation) ? Percent(f1.Mean) : $"{Percent(f1.Mean)} ± {Percent(f1.Deviation)}";

    private static string Interval(double? lower, double? upper) => lower is null ? Nothing : $"{Percent(lower)} to {Percent(upper)}";

    private static string Percent(double? share) => Number(100 * share, "0.00");

    private static string Millions(long? count) => count is { } value ? Number(value / 1e6, "0.00") + " M" : Nothing;

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(double? value, string format) =>
        value is null or double.NaN ? Nothing : value.Value.ToString(format, CultureInfo.InvariantCulture);
}
