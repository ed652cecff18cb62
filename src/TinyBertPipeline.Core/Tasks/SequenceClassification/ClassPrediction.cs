using System.Globalization;
using System.Text.Json.Nodes;

namespace TinyBertPipeline.Core.Tasks.SequenceClassification;

/// <summary>The label of a text, with the probability of every label (softmax of the logits).</summary>
internal sealed class ClassPrediction(string text, string? pair, IReadOnlyList<string> labels, double[] probabilities) : ITaskPrediction
{
    private const int Digits = 4;

    public JsonObject ToJson()
    {
        var best = Array.IndexOf(probabilities, probabilities.Max());
        var json = new JsonObject { ["text"] = text };
        if (pair is not null) json["pair"] = pair;
        json["label"] = labels[best];
        json["score"] = Math.Round(probabilities[best], Digits);
        json["scores"] = new JsonObject(labels.Zip(probabilities, (label, p) => KeyValuePair.Create(label, (JsonNode?)Math.Round(p, Digits))));
        return json;
    }

    public IReadOnlyList<IReadOnlyList<string>> ToRows() =>
    [
        .. labels.Zip(probabilities).OrderByDescending(label => label.Second)
            .Select(label => (string[])[label.First, label.Second.ToString("0.000", CultureInfo.InvariantCulture)]),
    ];
}
