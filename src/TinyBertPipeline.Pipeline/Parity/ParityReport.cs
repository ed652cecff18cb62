using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Pipeline.Evaluation;

namespace TinyBertPipeline.Pipeline.Parity;

/// <summary>Agreement of all engines on a data file; the first engine that could be opened is the reference.</summary>
/// <param name="Reference">Its name.</param>
/// <param name="Counts">What was compared: sentences and words, or texts.</param>
/// <param name="Metric">The metric of the scores.</param>
/// <param name="Parity">A row for each engine.</param>
public sealed record ParityReport(
    string Reference, IReadOnlyList<KeyValuePair<string, long>> Counts, string Metric, IReadOnlyList<ParityRow> Parity)
{
    /// <summary>What the reference scores on the same items as running text; null where nobody asked.</summary>
    public TextGap? Text { get; init; }

    /// <summary>The logit difference of float engines above which they do not compute the same.</summary>
    public const double UsualDifference = 1e-4;

    /// <summary>The mean KL divergence of an 8-bit engine above which score is lost.</summary>
    public const double UsualDivergence = 3e-3;

    /// <summary>Whether every engine decoded the same labels.</summary>
    public bool LabelsEqual => Parity.All(row => row.LabelAgreement is null or 1);

    /// <summary>
    /// Throws when a float engine's logits differ by more than <paramref name="limit"/>, or an 8-bit engine's distributions by more than
    /// <paramref name="divergenceLimit"/> in the mean: single logits of 8 bits differ by 1 without any harm. Compared with an 8-bit reference,
    /// every engine is judged in the second way.
    /// </summary>
    /// <exception cref="QualityGateException">The gate is missed.</exception>
    public void ThrowIfAbove(double limit, double divergenceLimit = UsualDivergence)
    {
        var diverging = Parity.Where(row => row.Divergence is { } divergence && !(divergence <= divergenceLimit)).ToArray();
        if (diverging.Length > 0)
        {
            throw new QualityGateException($"distributions diverge from {Reference}'s by more than {divergenceLimit:g} (mean KL): "
                + string.Join(", ", diverging.Select(row => $"{row.Engine} {row.Divergence:g3}")));
        }
        var missed = Parity.Where(row => row.Divergence is null && !((row.MaxLogitDifference ?? 0) <= limit)).ToArray();
        if (missed.Length > 0)
        {
            throw new QualityGateException($"logits differ from {Reference}'s by more than {limit:g}: "
                + string.Join(", ", missed.Select(row => $"{row.Engine} {row.MaxLogitDifference:g3}")));
        }
    }

    /// <summary>The report for machines; an engine's score stands under the name of its metric.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["reference"] = Reference };
        foreach (var (name, count) in Counts) json[name] = count;
        json["metric"] = Metric;
        json["parity"] = new JsonArray([.. Table().ToJson()]);
        if (Text is not null) json["text"] = Text.ToJson();
        return json;
    }

    /// <summary>Reads what <see cref="ToJson"/> gave.</summary>
    internal static ParityReport FromJson(JsonObject json)
    {
        var metric = (string)json["metric"]!;
        string[] known = ["reference", "metric", "parity", "text", "seconds"];
        return new ParityReport(
            (string)json["reference"]!,
            [.. json.Where(entry => !known.Contains(entry.Key)).Select(entry => KeyValuePair.Create(entry.Key, (long)entry.Value!))],
            metric,
            [.. json["parity"]!.AsArray().Select(row => new ParityRow((string)row!["engine"]!)
            {
                MaxLogitDifference = (double?)row["maxLogitDifference"],
                MeanLogitDifference = (double?)row["meanLogitDifference"],
                LabelAgreement = (double?)row["labelAgreement"],
                Score = (double?)row[metric],
                Skipped = (string?)row["skipped"],
                Divergence = (double?)row["divergence"],
            })]);
    }

    /// <summary>The report for people, with a line for each engine that was skipped and why.</summary>
    public Report ToReport() => new Report()
        .Text($"{string.Join(", ", Counts.Select(count => $"{count.Value} {count.Key}"))}; reference: {Reference}")
        .Table(Table(isForPeople: true))
        .Lines([
            .. Parity.Where(row => row.Divergence is not null).Select(row => $"{row.Engine}: mean KL divergence {row.Divergence:0.0e+0}"),
            .. Parity.Where(row => row.Skipped is not null).Select(row => $"{row.Engine}: skipped, {row.Skipped}"),
            .. Text is null ? [] : (string[])[Text.ToString()]]);

    private ReportTable Table(bool isForPeople = false)
    {
        var table = new ReportTable(
            new("engine", "engine"), ReportColumn.Scientific("max logit difference", "maxLogitDifference"),
            ReportColumn.Scientific("mean logit difference", "meanLogitDifference"), ReportColumn.Percent("label agreement", "labelAgreement"),
            ReportColumn.Percent(TaskScore.Shown(Metric), Metric), ReportColumn.Hidden("skipped"), ReportColumn.Hidden("divergence"));
        foreach (var row in Parity.Where(row => !isForPeople || row.Skipped is null))
        {
            table.Add(
                row.Engine, row.MaxLogitDifference, row.MeanLogitDifference, row.LabelAgreement, row.Score, row.Skipped, row.Divergence);
        }
        return table;
    }
}

/// <summary>One engine's agreement with the reference engine on a data file.</summary>
/// <param name="Engine">The engine: <c>torch</c>, <c>onnx</c>, <c>openvino</c>, <c>openvino-onnx</c>, <c>onnx-int8</c>, <c>openvino-int8</c>.</param>
public sealed record ParityRow(string Engine)
{
    /// <summary>Largest absolute difference of a logit; null when the engine was skipped.</summary>
    public double? MaxLogitDifference { get; init; }

    /// <summary>Mean absolute difference of the logits.</summary>
    public double? MeanLogitDifference { get; init; }

    /// <summary>Share of the rows with the same decoded label, 0 to 1.</summary>
    public double? LabelAgreement { get; init; }

    /// <summary>The engine's score in the task's metric, 0 to 1.</summary>
    public double? Score { get; init; }

    /// <summary>Why the engine was left out, or null.</summary>
    public string? Skipped { get; init; }

    /// <summary>Mean over the rows of the KL divergence from the reference, where one of both computes in 8 bits; else null.</summary>
    public double? Divergence { get; init; }
}
