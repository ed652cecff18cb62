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
public sealed record CalibrationReport(TemperatureFit Temperature, IReadOnlyList<CalibratedPart> Parts, IReadOnlyList<OperatingPointFit> Points)
{
    /// <exception cref="QualityGateException">A point does not reach its goal; it was not kept.</exception>
    public void ThrowIfMissed()
    {
        var missed = Points.Where(point => !point.IsMet).Select(point => point.Goal.ToString()).ToArray();
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
        ["points"] = new JsonArray([.. Points.Select(point => new JsonObject { ["name"] = point.Goal.ToString(), ["biases"] = OptionsFile.ToJson(point.Point) })]),
        ["scores"] = new JsonArray([.. Scores().ToJson()]),
    };

    /// <summary>The figures as flat objects, for a result file: calibration errors, then scores at each point.</summary>
    public IReadOnlyList<JsonObject> Rows() => [.. Errors().ToJson(), .. Scores().ToJson()];

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
            new("operating point", "point"), new("data", "data"), ReportColumn.Percent("word precision", "wordPrecision"),
            ReportColumn.Percent("word recall", "wordRecall"), ReportColumn.Percent("entity precision", "precision"),
            ReportColumn.Percent("entity recall", "recall"), ReportColumn.Percent("entity F1", "f1"));
        foreach (var (part, score) in Parts.SelectMany(part => part.Scores.Index().Select(score => (part, score))).OrderBy(pair => pair.score.Index))
        {
            var (point, words, entities) = score.Item;
            table.Add(point, part.Name, words.Precision, words.Recall, entities.Precision, entities.Recall, entities.F1);
        }
        return table;
    }
}

/// <summary>A part of the data.</summary>
/// <param name="Name"><c>dev</c> or <c>test</c>.</param>
/// <param name="Before">Entities by their probability as the model gives it.</param>
/// <param name="After">Entities by their probability at the fitted temperature.</param>
public sealed record CalibratedPart(string Name, ReliabilityTable Before, ReliabilityTable After)
{
    /// <summary>Without a point, then at each of them.</summary>
    public IReadOnlyList<PointScore> Scores { get; init; } = [];
}

/// <summary>How a part of the data fares at an operating point.</summary>
/// <param name="Point">The point's name; <c>none</c> without one.</param>
/// <param name="Words">Words of entities.</param>
/// <param name="Entities">Whole entities.</param>
public sealed record PointScore(string Point, EntityScore Words, EntityScore Entities);
