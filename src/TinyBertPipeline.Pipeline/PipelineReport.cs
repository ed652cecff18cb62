using System.Globalization;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Pipeline.Context;
using TinyBertPipeline.Pipeline.Parity;
using TinyBertPipeline.Pipeline.Reports;

namespace TinyBertPipeline.Pipeline;

/// <summary>What a run found out.</summary>
/// <param name="Name">Name of the run.</param>
/// <param name="Models">Teacher, teacher without pre-training, baseline (if any) and student.</param>
/// <param name="Parity">Agreement of the engines on the student.</param>
/// <param name="Converters">The builtin IR against ovc's, or null.</param>
/// <param name="Speed">One flat row an engine and model.</param>
/// <param name="Examples">The demo's ambiguous sentences with the entities found.</param>
public sealed record PipelineReport(
    string Name,
    IReadOnlyList<ModelScores> Models,
    ParityReport Parity,
    ConverterComparison? Converters,
    IReadOnlyList<JsonObject> Speed,
    IReadOnlyList<string> Examples)
{
    /// <summary>What the teacher's pre-training came to, or null.</summary>
    public PretrainingSummary? Pretraining { get; init; }

    private ModelScores Teacher => Models.Single(model => model.Model == "teacher");

    private ModelScores Student => Models.Single(model => model.Model == "student");

    /// <summary>The share of the teacher's test score that the student keeps.</summary>
    public double Retention => Student.Test.Value / Teacher.Test.Value;

    /// <summary>The tables for people, as Markdown.</summary>
    public string ToText() => ToReport().ToString();

    /// <summary>The tables for people.</summary>
    public Report ToReport()
    {
        var report = new Report().Table(ModelTable());
        if (Pretraining is not null) report.Text(Pretraining.ToText());
        report.Text("Engines on the student's test sentences:").Append(Parity.ToReport());
        if (Converters is { } converters)
        {
            report.Text(string.Create(CultureInfo.InvariantCulture,
                $"Builtin IR against ovc's: largest logit difference {converters.MaxLogitDifference:0.0e+0} (largest logit {converters.LargestLogit:0.0}), ")
                + string.Create(CultureInfo.InvariantCulture, $"speed {converters.SpeedRatio:0.00} of ovc's."));
        }
        return report.Table(SpeedTable()).Lines(Examples);
    }

    /// <summary>The whole report as one JSON document.</summary>
    public JsonObject ToJson()
    {
        var parity = Parity.ToJson();
        return new JsonObject
        {
            ["name"] = Name,
            ["retention"] = Retention,
            ["pretraining"] = Pretraining?.ToRecord(),
            ["models"] = new JsonArray([.. Models.Select(model => model.ToJson())]),
            ["parity"] = parity["parity"]!.DeepClone(),
            ["parityReference"] = Parity.Reference,
            ["converters"] = Converters is null ? null : OptionsFile.ToJson(Converters),
            ["speed"] = new JsonArray([.. Speed.Select(row => row.DeepClone())]),
            ["examples"] = OptionsFile.ToJson(Examples),
        };
    }

    /// <summary>Writes <c>report.md</c> and <c>report.json</c> into the run folder, and the published copy when one is asked for.</summary>
    internal void Write(string folder, string commandLine, string? published)
    {
        var rows = Models.Select(model => Row("model", model.ToJson()))
            .Concat(Pretraining is null ? [] : [Row("pretraining", Pretraining.ToRecord())])
            .Concat(Parity.ToJson()["parity"]!.AsArray().Select(row => Row("parity", row!)))
            .Concat(Converters is null ? [] : [Row("converters", OptionsFile.ToJson(Converters))]).Concat(Speed.Select(row => Row("speed", row)));
        var file = ResultFile.Of(commandLine, [.. rows]);
        file.Write(folder, "report", $"Run {Name}", ToReport());
        if (published is not null) file.Write(published, Name, $"Run {Name}", ToReport());
    }

    /// <summary>Checks parity and the gates on the scores.</summary>
    internal void ThrowIfMissed(PipelineGates gates, double maxLogitDifference)
    {
        Parity.ThrowIfAbove(maxLogitDifference);
        if (Parity.Parity.Any(row => row is { Divergence: null, LabelAgreement: not (null or 1) }))
            throw new QualityGateException("the engines do not decode the same labels: " + Parity.ToReport());
        var metric = TaskScore.Shown(Teacher.Test.Metric);
        Gate($"teacher's test {metric}", Teacher.Test.Value, gates.MinTeacherScore, gates.MaxTeacherScore);
        Gate($"share of the teacher's test {metric} that the student keeps", Retention, gates.MinRetention, null);
    }

    private ReportTable ModelTable()
    {
        var metric = Teacher.Test.Metric;
        string[] details = [.. Teacher.Test.Details.Keys];
        var table = new ReportTable([
            "model", ReportColumn.Percent($"dev {TaskScore.Shown(metric)}"), ReportColumn.Percent($"test {TaskScore.Shown(metric)}"),
            .. details.Select(detail => ReportColumn.Percent($"test {TaskScore.Shown(detail)}")), ReportColumn.Percent("kept %"),
            ReportColumn.Number("parameters", "0.00", factor: 1e-6) with { Unit = " M" }, ReportColumn.Number("weights MB", "0.0", factor: 1e-6)]);
        foreach (var model in Models)
        {
            table.Add([
                model.Model, model.Dev.Value, model.Test.Value, .. details.Select(detail => (object)model.Test.Details[detail]),
                model.Test.Value / Teacher.Test.Value, (double)model.Parameters, (double)model.WeightsBytes]);
        }
        return table;
    }

    private ReportTable SpeedTable()
    {
        var table = new ReportTable(
            "speed", ReportColumn.Number("median ms", "0.00", factor: 1000), ReportColumn.Number("pieces/s", "0"), ReportColumn.Number("ratio", "0.00"));
        foreach (var row in Speed)
            table.Add((string)row["engine"]!, (double)row["medianSeconds"]!, (double)row["tokensPerSecond"]!, (double)row["medianRatio"]!);
        return table;
    }

    // A share of a teacher that scores 0 is no number: it meets no gate, and where none is set there is nothing to miss.
    private static void Gate(string what, double value, double? least, double? most)
    {
        if ((least, most) is (null, null) || (value >= (least ?? value) && value <= (most ?? value))) return;
        var range = $"{(least is null ? "any" : Percent(least.Value))} to {(most is null ? "any" : Percent(most.Value))}";
        throw new QualityGateException($"{what} is {Percent(value)} %, valid is {range} %");
    }

    private static JsonObject Row(string kind, JsonNode values)
    {
        var row = new JsonObject { ["kind"] = kind };
        foreach (var (key, value) in values.AsObject()) row[key] = value?.DeepClone();
        return row;
    }

    private static string Percent(double share) => (100 * share).ToString("0.00", CultureInfo.InvariantCulture);
}
