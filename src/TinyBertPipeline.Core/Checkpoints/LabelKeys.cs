using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using static TinyBertPipeline.Core.UntrustedText;

namespace TinyBertPipeline.Core.Checkpoints;

/// <summary>The labels of a config: <c>id2label</c> without holes, <c>label2id</c> its inverse when both are there.</summary>
internal sealed class LabelKeys(List<string> faults)
{
    /// <summary>Removes both keys and returns the labels by id; faults are added to the list.</summary>
    public IReadOnlyList<string> Take(JsonObject config)
    {
        config.Remove("id2label", out var byId);
        config.Remove("label2id", out var byLabel);
        var labels = byId is null ? null : FromIds(byId);
        var ids = byLabel is null ? null : FromLabels(byLabel);
        if (labels is null || ids is null) return labels ?? ids?.OrderBy(entry => entry.Value).Select(entry => entry.Key).ToArray() ?? [];
        for (var id = 0; id < labels.Length; id++)
        {
            if (ids.TryGetValue(labels[id], out var back) && back == id && ids.Count == labels.Length) continue;
            var found = ids.ContainsKey(labels[id]) ? back.ToString(CultureInfo.InvariantCulture) : "nothing";
            faults.Add($"label2id is not the inverse of id2label: {id} is {Quote(labels[id])}, whose id is {found} among {ids.Count}");
            break;
        }
        return labels;
    }

    private string[]? FromIds(JsonNode node)
    {
        if (node is not JsonObject entries) return Fault("id2label is not an object");
        var labels = new string?[entries.Count];
        foreach (var (key, value) in entries)
        {
            if (!int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id >= labels.Length
                || labels[id] is not null)
                return Fault($"id2label has {labels.Length} labels and the id {Quote(key)}; expected 0 to {labels.Length - 1}, no holes");
            if (value?.GetValueKind() != JsonValueKind.String) return Fault($"id2label {id} is not a string");
            labels[id] = value.GetValue<string>();
        }
        return labels!;
    }

    private Dictionary<string, int>? FromLabels(JsonNode node)
    {
        if (node is not JsonObject entries)
        {
            Fault("label2id is not an object");
            return null;
        }
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (label, value) in entries)
        {
            if (value is JsonValue number && number.TryGetValue<int>(out var id) && id >= 0 && id < entries.Count)
            {
                ids.Add(label, id);
                continue;
            }
            Fault($"label2id has no id from 0 to {entries.Count - 1} for {Quote(label)}");
            return null;
        }
        return ids;
    }

    private string[]? Fault(string message)
    {
        faults.Add(message);
        return null;
    }
}
