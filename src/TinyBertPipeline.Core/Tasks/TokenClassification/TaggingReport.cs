using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Tasks.TokenClassification;

/// <summary>Entity scores, with the F1 of the best label of each word beside that of the model's own decoder.</summary>
/// <param name="report">The scores.</param>
/// <param name="argmax">Those of the best label of each word.</param>
/// <param name="hasCrf">Whether the model has a CRF; then the shares of right labels are told, with the CRF and without, as its literature has it.</param>
internal sealed class TaggingReport(EvaluationReport report, EvaluationReport argmax, bool hasCrf) : ITaskReport
{
    private const int Digits = 4;

    public TaskScore Score { get; } = ScoreOf(report.Micro,
    [
        new("f1Argmax", argmax.Micro.F1),
        .. hasCrf ? [new("crfAccuracy", report.Accuracy), new("tokenAccuracy", argmax.Accuracy)] : Array.Empty<KeyValuePair<string, double>>(),
    ]);

    /// <summary>F1 with precision and recall, and what else is told.</summary>
    public static TaskScore ScoreOf(EntityScore micro, params IEnumerable<KeyValuePair<string, double>> others) => new("f1", micro.F1,
        new Dictionary<string, double>([new("precision", micro.Precision), new("recall", micro.Recall), .. others]))
    {
        Items = micro.Support,
    };

    public JsonObject ToJson() => new()
    {
        ["micro"] = Json(report.Micro),
        ["macro"] = Json(report.Macro),
        ["weighted"] = Json(report.Weighted),
        ["perType"] = new JsonObject(report.PerType.Select(type => KeyValuePair.Create(type.Key, (JsonNode?)Json(type.Value)))),
        ["accuracy"] = report.Accuracy,
        ["repair"] = report.Repair.ToString().ToLowerInvariant(),
        ["illegalPlaces"] = new JsonObject { ["gold"] = report.IllegalGoldPlaces, ["predicted"] = report.IllegalPredictedPlaces },
    };

    // Places in labels that their scheme does not allow are worth a line only where there are some.
    public string ToText()
    {
        var (gold, predicted) = (report.IllegalGoldPlaces, report.IllegalPredictedPlaces);
        return gold + predicted == 0 ? report.ToText(Digits)
            : $"{report.ToText(Digits)}\nplaces that the scheme does not allow: {gold} in gold, {predicted} in predicted labels ({Done(report.Repair)})\n";
    }

    public (IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object>> Rows) ToTable() =>
    (
        ["kind", "name", "precision", "recall", "f1", "support"],
        [
            .. report.PerType.Select(type => Row("type", TextReport.Name(type.Key), type.Value)),
            Row("average", "micro", report.Micro), Row("average", "macro", report.Macro), Row("average", "weighted", report.Weighted),
        ]);

    private static JsonObject Json(EntityScore score) => new()
    {
        ["precision"] = score.Precision,
        ["recall"] = score.Recall,
        ["f1"] = score.F1,
        ["support"] = score.Support,
    };

    private static string Done(LabelRepair repair) => repair switch
    {
        LabelRepair.Conlleval => "repaired as conlleval does",
        LabelRepair.Discard => "their entities are discarded",
        _ => "not repaired",
    };

    private static object[] Row(string kind, string name, EntityScore score) =>
        [kind, name, score.Precision, score.Recall, score.F1, score.Support];
}
