using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Pipeline.Conversion;
using TinyBertPipeline.Pipeline.Parity;
using TinyBertPipeline.Pipeline.Reports;

namespace TinyBertPipeline.Pipeline;

/// <summary>What a run found out.</summary>
/// <param name="Name">Name of the run.</param>
/// <param name="Models">Teacher, baseline (if any) and student.</param>
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
    private ModelScores Teacher => Models.Single(model => model.Model == "teacher");

    private ModelScores Student => Models.Single(model => model.Model == "student");

    /// <summary>The share of the teacher's test F1 that the student keeps.</summary>
    public double Retention => Student.TestF1 / Teacher.TestF1;

    /// <summary>The tables for people.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        var models = new MarkdownTable("model", "dev F1", "test F1", "test F1 argmax", "kept %", "parameters", "weights MB");
        foreach (var model in Models)
        {
            models.Add(model.Model, Percent(model.DevF1), Percent(model.TestF1), Percent(model.TestF1Argmax), Percent(model.TestF1 / Teacher.TestF1),
                (model.Parameters / 1e6).ToString("0.00", CultureInfo.InvariantCulture) + " M",
                (model.WeightsBytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture));
        }
        text.Append(models).Append("\nEngines on the student's test sentences: ").Append(ParityTable.Format(Parity)).Append('\n');
        if (Converters is { } converters)
        {
            text.Append(CultureInfo.InvariantCulture, $"Builtin IR against ovc's: largest logit difference {converters.MaxLogitDifference:0.0e+0} ")
                .Append(CultureInfo.InvariantCulture, $"(largest logit {converters.LargestLogit:0.0}), ")
                .Append(CultureInfo.InvariantCulture, $"speed {converters.SpeedRatio:0.00} of ovc's.\n\n");
        }
        var speed = new MarkdownTable("speed", "median ms", "tokens/s", "ratio");
        foreach (var row in Speed)
        {
            speed.Add(
                (string)row["engine"]!, Number(row, "medianSeconds", 1000, "0.00"), Number(row, "tokensPerSecond", 1, "0"),
                Number(row, "medianRatio", 1, "0.00"));
        }
        text.Append(speed);
        if (Examples.Count > 0) text.Append('\n').AppendJoin('\n', Examples).Append('\n');
        return text.ToString();
    }

    /// <summary>The whole report as one JSON document.</summary>
    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["retention"] = Retention,
        ["models"] = OptionsFile.ToJson(Models),
        ["parity"] = OptionsFile.ToJson(Parity.Parity),
        ["parityReference"] = Parity.Reference,
        ["converters"] = Converters is null ? null : OptionsFile.ToJson(Converters),
        ["speed"] = new JsonArray([.. Speed.Select(row => row.DeepClone())]),
        ["examples"] = OptionsFile.ToJson(Examples),
    };

    /// <summary>Writes <c>report.md</c> and <c>report.json</c> into the run folder, and the published copy when one is asked for.</summary>
    internal void Write(string folder, string commandLine, string? published)
    {
        var rows = Models.Select(model => Row("model", OptionsFile.ToJson(model))).Concat(Parity.Parity.Select(row => Row("parity", OptionsFile.ToJson(row))))
            .Concat(Converters is null ? [] : [Row("converters", OptionsFile.ToJson(Converters))]).Concat(Speed.Select(row => Row("speed", row)));
        var file = new ResultFile(commandLine, DateOnly.FromDateTime(DateTime.UtcNow), MachineText.Describe(), [.. rows]);
        file.Write(folder, "report", $"Run {Name}", ToText());
        if (published is not null) file.Write(published, Name, $"Run {Name}", ToText());
    }

    /// <summary>Checks parity and the gates on the scores.</summary>
    internal void ThrowIfMissed(PipelineGates gates, double maxLogitDifference)
    {
        Parity.ThrowIfAbove(maxLogitDifference);
        if (!Parity.LabelsEqual) throw new QualityGateException("the engines do not decode the same labels: " + ParityTable.Format(Parity));
        Gate("teacher's test F1", Teacher.TestF1, gates.MinTeacherF1, gates.MaxTeacherF1);
        Gate("share of the teacher's test F1 that the student keeps", Retention, gates.MinRetention, null);
    }

    private static void Gate(string what, double value, double? least, double? most)
    {
        if (value < least || value > most || double.IsNaN(value))
            throw new QualityGateException($"{what} is {Percent(value)} %, valid is {(least is null ? "" : Percent(least.Value))} to {(most is null ? "any" : Percent(most.Value))} %");
    }

    private static JsonObject Row(string kind, JsonNode values)
    {
        var row = new JsonObject { ["kind"] = kind };
        foreach (var (key, value) in values.AsObject()) row[key] = value?.DeepClone();
        return row;
    }

    private static string Percent(double share) => (100 * share).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Number(JsonObject row, string key, double factor, string format) =>
        (factor * (double)row[key]!).ToString(format, CultureInfo.InvariantCulture);
}
