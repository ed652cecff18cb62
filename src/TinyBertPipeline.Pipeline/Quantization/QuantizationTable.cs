using System.Globalization;
using TinyBertPipeline.Pipeline.Reports;

namespace TinyBertPipeline.Pipeline.Quantization;

/// <summary>A quantization report as a table for people.</summary>
public static class QuantizationTable
{
    /// <summary>The table, with a line for each engine that was skipped, what stayed float, and what was written.</summary>
    public static string Format(QuantizationReport report)
    {
        var table = new MarkdownTable(
            "engine", "mean KL", "label flips %", "max logit difference", "mean logit difference", "F1", "F1 difference", "MB");
        foreach (var row in report.Engines.Where(row => row.Skipped is null))
        {
            table.Add(
                row.Engine, Text(row.Divergence, "0.0e+0"), Text(100 * row.LabelFlips, "0.00"),
                Text(row.MaxLogitDifference, "0.000"), Text(row.MeanLogitDifference, "0.0000"),
                Text(100 * row.F1, "0.00"), Text(100 * row.F1Difference, "0.00"), Text(row.Megabytes, "0.0"));
        }
        var form = report.Activations.ToString().ToLowerInvariant();
        string[] lines =
        [
            $"{report.CalibrationSentences} calibration sentences; compared on {report.GateSentences} sentences, {report.GateWords} words; "
                + $"activations u8 (ONNX), {form} (OpenVINO)",
            "", table.ToString().TrimEnd('\n'),
            .. report.Engines.Where(row => row.Skipped is not null).Select(row => $"{row.Engine}: skipped, {row.Skipped}"),
            .. report.FloatSites.Select(site => $"stays float: {site}"),
            .. report.Files,
        ];
        return string.Join('\n', lines);
    }

    private static string Text(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "–";
}
