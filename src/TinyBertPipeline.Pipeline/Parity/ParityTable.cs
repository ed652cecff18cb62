using System.Globalization;
using TinyBertPipeline.Pipeline.Reports;

namespace TinyBertPipeline.Pipeline.Parity;

/// <summary>A parity report as a table for people.</summary>
public static class ParityTable
{
    /// <summary>The table, with a line for each engine that was skipped and why.</summary>
    public static string Format(ParityReport report)
    {
        var table = new MarkdownTable("engine", "max logit difference", "mean logit difference", "label agreement", "F1");
        foreach (var row in report.Parity.Where(row => row.Skipped is null))
        {
            table.Add(row.Engine, Scientific(row.MaxLogitDifference), Scientific(row.MeanLogitDifference), Percent(row.LabelAgreement), Percent(row.F1));
        }
        var skipped = string.Concat(report.Parity.Where(row => row.Skipped is not null).Select(row => $"{row.Engine}: skipped, {row.Skipped}\n"));
        var diverging = string.Concat(report.Parity.Where(row => row.Divergence is not null)
            .Select(row => $"{row.Engine}: mean KL divergence {Scientific(row.Divergence)}\n"));
        return $"{report.Sentences} sentences, {report.Words} words; reference: {report.Reference}\n\n{table}{diverging}{skipped}";
    }

    private static string Scientific(double? value) => value?.ToString("0.0e+0", CultureInfo.InvariantCulture) ?? "–";

    private static string Percent(double? value) => value is { } share ? (100 * share).ToString("0.00", CultureInfo.InvariantCulture) : "–";
}
