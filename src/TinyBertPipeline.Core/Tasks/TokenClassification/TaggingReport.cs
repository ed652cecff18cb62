using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Evaluation;

namespace TinyBertPipeline.Core.Tasks.TokenClassification;

/// <summary>Entity scores, with the F1 of the best label of each word beside that of the model's own decoder.</summary>
internal sealed class TaggingReport(EvaluationReport report, double argmax) : ITaskReport
{
    private const int Digits = 4;

    public TaskScore Score { get; } = new("f1", report.Micro.F1, new Dictionary<string, double>
    {
        ["precision"] = report.Micro.Precision,
        ["recall"] = report.Micro.Recall,
        ["f1Argmax"] = argmax,
    });

    public JsonObject ToJson() => new()
    {
        ["micro"] = OptionsFile.ToJson(report.Micro),
        ["macro"] = OptionsFile.ToJson(report.Macro),
        ["weighted"] = OptionsFile.ToJson(report.Weighted),
        ["perType"] = OptionsFile.ToJson(report.PerType),
        ["accuracy"] = report.Accuracy,
    };

    public string ToText() => report.ToText(Digits);

    public (IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object>> Rows) ToTable() =>
    (
        ["kind", "name", "precision", "recall", "f1", "support"],
        [
            .. report.PerType.Select(type => Row("type", TextReport.Name(type.Key), type.Value)),
            Row("average", "micro", report.Micro), Row("average", "macro", report.Macro), Row("average", "weighted", report.Weighted),
        ]);

    private static object[] Row(string kind, string name, EntityScore score) =>
        [kind, name, score.Precision, score.Recall, score.F1, score.Support];
}
