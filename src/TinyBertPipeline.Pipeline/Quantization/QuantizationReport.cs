using System.Globalization;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Export.Quantization;

namespace TinyBertPipeline.Pipeline.Quantization;

/// <summary>What a quantization found out, and what it wrote.</summary>
/// <param name="Activations">The form of the IR's activations; those of the ONNX model are unsigned.</param>
/// <param name="CalibrationSentences">Number of sentences that gave the ranges.</param>
/// <param name="GateSentences">Number of sentences that the models were judged on.</param>
/// <param name="GateRows">Their rows: words, or texts.</param>
/// <param name="Metric">The metric of the scores; null where the sentences have no labels.</param>
/// <param name="Engines">The float model, then the quantized one in each engine.</param>
/// <param name="FloatSites">Inputs of linear layers that stayed float because quantizing them costs too much.</param>
/// <param name="RefuseAbove">The largest mean KL divergence that passes.</param>
/// <param name="Files">What was written; empty when the gate was missed.</param>
public sealed record QuantizationReport(
    IntegerForm Activations,
    int CalibrationSentences,
    int GateSentences,
    long GateRows,
    string? Metric,
    IReadOnlyList<QuantizedEngine> Engines,
    IReadOnlyList<string> FloatSites,
    double RefuseAbove,
    IReadOnlyList<string> Files)
{
    /// <summary>The largest divergence of an engine.</summary>
    public double Divergence => QuantizationRun.Worst(Engines);

    /// <summary>Throws when the quantized models were refused.</summary>
    /// <exception cref="QualityGateException">The gate was missed.</exception>
    public void ThrowIfMissed()
    {
        if (Files.Count > 0) return;
        throw new QualityGateException(string.Create(
            CultureInfo.InvariantCulture,
            $"the quantized model diverges from the float one by {Divergence:0.0e+0} (mean KL), with half of its sites float; ")
            + string.Create(CultureInfo.InvariantCulture, $"valid is at most {RefuseAbove:0.0e+0}: nothing was written"));
    }

    /// <summary>The report for machines; an engine's score stands under the name of its metric.</summary>
    public JsonObject ToJson() => new()
    {
        ["activations"] = OptionsFile.ToJson(Activations),
        ["calibrationSentences"] = CalibrationSentences,
        ["gateSentences"] = GateSentences,
        ["gateRows"] = GateRows,
        ["divergence"] = Divergence,
        ["engines"] = new JsonArray([.. Table(isForPeople: false).ToJson()]),
        ["floatSites"] = OptionsFile.ToJson(FloatSites),
        ["refuseAbove"] = RefuseAbove,
        ["files"] = OptionsFile.ToJson(Files),
    };

    /// <summary>The report for people, with a line for each engine that was skipped, what stayed float, and what was written.</summary>
    public Report ToReport() => new Report()
        .Text($"{CalibrationSentences} calibration sentences; compared on {GateSentences} sentences, {GateRows} rows; "
            + $"activations u8 (ONNX), {Activations.ToString().ToLowerInvariant()} (OpenVINO)")
        .Table(Table(isForPeople: true))
        .Lines([
            .. Engines.Where(row => row.Skipped is not null).Select(row => $"{row.Engine}: skipped, {row.Skipped}"),
            .. FloatSites.Select(site => $"stays float: {site}"),
            .. Files]);

    private ReportTable Table(bool isForPeople)
    {
        var metric = Metric ?? "f1";
        var table = new ReportTable(
            new("engine", "engine"), ReportColumn.Scientific("mean KL", "divergence"), ReportColumn.Percent("label flips %", "labelFlips"),
            ReportColumn.Number("max logit difference", "0.000", "maxLogitDifference"),
            ReportColumn.Number("mean logit difference", "0.0000", "meanLogitDifference"), ReportColumn.Percent(TaskScore.Shown(metric), metric),
            ReportColumn.Percent($"{TaskScore.Shown(metric)} difference", $"{metric}Difference"), ReportColumn.Number("MB", "0.0", "megabytes"),
            ReportColumn.Hidden("skipped"));
        foreach (var row in Engines.Where(row => !isForPeople || row.Skipped is null))
        {
            table.Add(
                row.Engine, row.Divergence, row.LabelFlips, row.MaxLogitDifference, row.MeanLogitDifference, row.Score, row.ScoreDifference,
                row.Megabytes, row.Skipped);
        }
        return table;
    }
}
