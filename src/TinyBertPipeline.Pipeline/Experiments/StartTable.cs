using System.Globalization;
using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Pipeline.Experiments;

/// <summary>What models came to by what they started from.</summary>
internal static class StartTable
{
    private const string Above = "Scores in per cent (entities: strict micro F1 with legal-path decoding); mean ± standard deviation "
        + "over seeds of the fine-tuning. Perplexity is that of hidden pieces of held-out text (15 %, BERT's masking), of models that go on "
        + "learning before and after; minutes are those of the pre-training alone.";

    /// <summary>Whether all results are of teachers with a name of their own.</summary>
    public static bool IsOf(IReadOnlyList<ExperimentResult> results) =>
        results.Count > 0 && results.All(result => result.Start is not null);

    /// <summary>A line a data set and start.</summary>
    public static Report ToReport(IReadOnlyList<ExperimentResult> results)
    {
        string[] metrics = [.. results.Select(result => result.Metric).Distinct()];
        var metric = metrics is [var one] ? TaskScore.Shown(one) : "score";
        var table = new ReportTable(
            "data set", "start", ReportColumn.Number("pre-training minutes", "0.0"), ReportColumn.Number("perplexity before", "0.00"),
            ReportColumn.Number("perplexity", "0.00"), ReportColumn.Percent("next sentence %"), "seeds", $"dev {metric}", $"test {metric}");
        foreach (var group in results.Where(result => result.IsFinished).GroupBy(result => (result.Dataset, result.Variant)))
        {
            var first = group.First();
            table.Add(
                first.Dataset, first.Variant, first.PretrainingMinutes, first.PerplexityBefore, first.Perplexity,
                first.NextSentenceAccuracy, group.Count(), Score(group.Select(result => result.Dev)), Score(group.Select(result => result.Test)));
        }
        return Report.Of(Above).Table(table);
    }

    private static string Score(IEnumerable<double?> scores)
    {
        var score = MeanAndDeviation.Of(scores);
        if (double.IsNaN(score.Mean)) return "–";
        string Percent(double share) => (100 * share).ToString("0.00", CultureInfo.InvariantCulture);
        return double.IsNaN(score.Deviation) ? Percent(score.Mean) : $"{Percent(score.Mean)} ± {Percent(score.Deviation)}";
    }
}
