using System.Globalization;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Evaluation.Calibration;
using TinyBertPipeline.Core.Reports;

namespace TinyBertPipeline.Pipeline.Calibration;

/// <summary>What a calibration found.</summary>
/// <param name="Temperature">The fitted temperature.</param>
/// <param name="Parts">How reliable the entities' probabilities are: on the text that it was fitted on, then on other text.</param>
/// <param name="Points">The operating points.</param>
public sealed record CalibrationReport(TemperatureFit Temperature, IReadOnlyList<CalibratedPart> Parts, IReadOnlyList<FittedPoint> Points)
{
    /// <exception cref="QualityGateException">A point does not reach its goal; it was not kept.</exception>
    public void ThrowIfMissed()
    {
        var missed = Points.Where(point => !point.Fit.IsMet).Select(point => point.Name).ToArray();
        if (missed.Length > 0)
            throw new QualityGateException($"no operating point reaches {string.Join(", ", missed)} on the data; what came nearest was not kept");
    }

    /// <summary>The report for machines.</summary>
    public JsonObject ToJson() => new()
    {
        ["temperature"] = Temperature.Temperature,
        ["loss"] = Temperature.LossBefore,
        ["lossAtTemperature"] = Temperature.Loss,
        ["sentences"] = Temperature.Sentences,
        ["skipped"] = Temperature.Skipped,
        ["calibration"] = new JsonArray([.. Errors().ToJson()]),
        ["reliability"] = new JsonArray([.. Parts.SelectMany(part => Reliability(part).ToJson())]),
        ["points"] = new JsonArray([.. Points.Select(point => new JsonObject { ["name"] = point.Name, ["biases"] = OptionsFile.ToJson(point.Fit.Point) })]),
        ["scores"] = new JsonArray([.. Scores().ToJson()]),
    };

    /// <summary>The report for people.</summary>
    public Report ToReport()
    {
        var report = new Report()
            .Text(string.Create(CultureInfo.InvariantCulture,
                $"temperature {Temperature.Temperature:0.000}, fitted on {Temperature.Sentences} sentences: "
                + $"loss a word {Temperature.LossBefore:0.0000}, then {Temperature.Loss:0.0000}"))
            .Table(Errors());
        foreach (var part in Parts) report.Text($"Entities found in {part.Name}, by their probability at the temperature:").Table(Reliability(part));
        return report.Table(Scores());
    }

    private ReportTable Errors()
    {
        var table = new ReportTable(
            new("data", "data"), new("entities", "entities"), ReportColumn.Percent("calibration error", "error"),
            ReportColumn.Percent("at temperature", "errorAtTemperature"), ReportColumn.Percent("largest gap", "largestGap"),
            ReportColumn.Percent("at temperature", "largestGapAtTemperature"));
        foreach (var (name, before, after) in Parts)
            table.Add(name, before.Count, before.ExpectedError, after.ExpectedError, before.LargestError, after.LargestError);
        return table;
    }

    private static ReportTable Reliability(CalibratedPart part)
    {
        var table = new ReportTable(
            ReportColumn.Hidden("data"), ReportColumn.Number("above", "0.0", "from"), ReportColumn.Number("up to", "0.0", "to"),
            new("entities", "entities"), ReportColumn.Percent("mean probability", "confidence"), ReportColumn.Percent("right", "accuracy"));
        foreach (var bin in part.After.Bins.Where(bin => bin.Count > 0)) table.Add(part.Name, bin.From, bin.To, bin.Count, bin.Confidence, bin.Accuracy);
        return table;
    }

    private ReportTable Scores()
    {
        var table = new ReportTable(
            new("operating point", "point"), new("data", "data"), ReportColumn.Percent("precision", "precision"), ReportColumn.Percent("recall", "recall"),
            ReportColumn.Percent("F1", "f1"), ReportColumn.Percent("precision without", "precisionWithout"),
            ReportColumn.Percent("recall without", "recallWithout"), ReportColumn.Percent("F1 without", "f1Without"));
        foreach (var point in Points)
        {
            Add(point.Name, "dev", point.Fit.Score, point.Fit.Unbiased);
            if (point is { Test: { } test, Unbiased: { } unbiased }) Add(point.Name, "test", test, unbiased);
        }
        return table;

        void Add(string name, string data, EntityScore at, EntityScore without) =>
            table.Add(name, data, at.Precision, at.Recall, at.F1, without.Precision, without.Recall, without.F1);
    }
}

/// <summary>A part of the data.</summary>
/// <param name="Name"><c>dev</c> or <c>test</c>.</param>
/// <param name="Before">Entities by their probability as the model gives it.</param>
/// <param name="After">Entities by their probability at the fitted temperature.</param>
public sealed record CalibratedPart(string Name, ReliabilityTable Before, ReliabilityTable After);

/// <summary>An operating point.</summary>
/// <param name="Fit">What was fitted on dev.</param>
/// <param name="Test">The entities of test at the point, or null.</param>
/// <param name="Unbiased">The entities of test without it, or null.</param>
public sealed record FittedPoint(OperatingPointFit Fit, EntityScore? Test, EntityScore? Unbiased)
{
    /// <summary>Its name: that of its goal.</summary>
    public string Name => Fit.Goal.ToString();
}
