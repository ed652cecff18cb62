using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace TinyBertPipeline.Core.Tasks.SequenceClassification;

/// <summary>
/// Scores of a classifier as scikit-learn computes them: accuracy, macro F1 over the labels in gold or prediction, Matthews correlation for
/// several classes (Gorodkin, Comparing two K-category assignments, 2004), each class by itself, and the confusion matrix.
/// </summary>
internal sealed class ClassificationReport : ITaskReport
{
    private readonly string[] _labels;
    private readonly long[,] _confusion;                    // [gold, predicted]
    private readonly double _macro;
    private readonly double _matthews;

    public ClassificationReport(IReadOnlyList<string> gold, IReadOnlyList<string> predicted)
    {
        _labels = [.. gold.Concat(predicted).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        _confusion = new long[_labels.Length, _labels.Length];
        var places = _labels.Index().ToDictionary(label => label.Item, label => label.Index, StringComparer.Ordinal);
        foreach (var (expected, found) in gold.Zip(predicted)) _confusion[places[expected], places[found]]++;
        Total = gold.Count;
        _macro = _labels.Length == 0 ? 0 : Enumerable.Range(0, _labels.Length).Average(label => Class(label).F1);
        _matthews = Matthews();
        Score = new TaskScore("accuracy", Total == 0 ? 0 : (double)Correct / Total,
            new Dictionary<string, double> { ["macroF1"] = _macro, ["mcc"] = _matthews })
        {
            Items = Total,
        };
    }

    public TaskScore Score { get; }

    private long Total { get; }

    private long Correct => Enumerable.Range(0, _labels.Length).Sum(label => _confusion[label, label]);

    public JsonObject ToJson() => new()
    {
        ["accuracy"] = Score.Value,
        ["macroF1"] = _macro,
        ["mcc"] = _matthews,
        ["perClass"] = new JsonObject(_labels.Index().Select(label =>
        {
            var (precision, recall, f1, support) = Class(label.Index);
            return KeyValuePair.Create(label.Item, (JsonNode?)new JsonObject
            {
                ["precision"] = precision,
                ["recall"] = recall,
                ["f1"] = f1,
                ["support"] = support,
            });
        })),
        ["confusion"] = new JsonObject
        {
            ["labels"] = new JsonArray([.. _labels.Select(label => JsonValue.Create(label))]),
            ["counts"] = new JsonArray([.. _labels.Index().Select(gold =>
                new JsonArray([.. _labels.Index().Select(found => JsonValue.Create(_confusion[gold.Index, found.Index]))]))]),
        },
    };

    public string ToText()
    {
        var width = _labels.Select(label => label.Length).Append(12).Max();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{new string(' ', width)} {"precision",10}{"recall",10}{"f1-score",10}{"support",10}\n\n");
        foreach (var (index, label) in _labels.Index())
        {
            var (precision, recall, f1, support) = Class(index);
            text.Append(CultureInfo.InvariantCulture, $"{label.PadLeft(width)} {precision,10:0.0000}{recall,10:0.0000}{f1,10:0.0000}{support,10}\n");
        }
        text.Append(CultureInfo.InvariantCulture, $"\naccuracy {Score.Value:0.0000}, macro F1 {_macro:0.0000}, Matthews correlation {_matthews:0.0000}\n");
        text.Append("\ngold \\ predicted".PadRight(width + 2));
        foreach (var label in _labels) text.Append(' ').Append(label.PadLeft(6));
        text.Append('\n');
        foreach (var (gold, label) in _labels.Index())
        {
            text.Append(label.PadLeft(width + 1));
            foreach (var (found, other) in _labels.Index())
                text.Append(' ').Append(_confusion[gold, found].ToString(CultureInfo.InvariantCulture).PadLeft(Math.Max(6, other.Length)));
            text.Append('\n');
        }
        return text.ToString();
    }

    public (IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object>> Rows) ToTable() =>
    (
        ["kind", "name", "precision", "recall", "f1", "support"],
        [
            .. _labels.Index().Select(label =>
            {
                var (precision, recall, f1, support) = Class(label.Index);
                return (object[])["class", label.Item, precision, recall, f1, support];
            }),
        ]);

    private (double Precision, double Recall, double F1, long Support) Class(int label)
    {
        var (support, predicted) = (Sum(other => _confusion[label, other]), Sum(other => _confusion[other, label]));
        var correct = _confusion[label, label];
        var precision = predicted == 0 ? 0 : (double)correct / predicted;
        var recall = support == 0 ? 0 : (double)correct / support;
        return (precision, recall, support + predicted == 0 ? 0 : 2.0 * correct / (support + predicted), support);
    }

    // (c s − Σ p_k t_k) / √((s² − Σ p_k²)(s² − Σ t_k²)) with c correct of s, p_k predicted and t_k gold of class k.
    private double Matthews()
    {
        double s = Total, products = 0, predictedSquares = 0, goldSquares = 0;
        for (var label = 0; label < _labels.Length; label++)
        {
            double t = Sum(other => _confusion[label, other]), p = Sum(other => _confusion[other, label]);
            (products, predictedSquares, goldSquares) = (products + p * t, predictedSquares + p * p, goldSquares + t * t);
        }
        var below = Math.Sqrt((s * s - predictedSquares) * (s * s - goldSquares));
        return below == 0 ? 0 : (Correct * s - products) / below;
    }

    private long Sum(Func<int, long> count) => Enumerable.Range(0, _labels.Length).Sum(count);
}
