using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using static TinyBertPipeline.Core.UntrustedText;

namespace TinyBertPipeline.Core.Checkpoints;

/// <summary>
/// The labels of a config. <c>id2label</c> decides: what <c>label2id</c> says otherwise is a warning, and an id without a label is a row of the
/// classifier without a name. Without <c>id2label</c> the labels are those of <c>label2id</c>.
/// </summary>
internal sealed class LabelKeys(List<string> faults, List<string> warnings)
{
    // Only keeps an absurd id from being allocated.
    private const int MostIds = 100_000;

    /// <summary>Removes both keys and returns the labels by id; faults and warnings are added to the lists.</summary>
    public IReadOnlyList<string> Take(JsonObject config)
    {
        config.Remove("id2label", out var byId);
        config.Remove("label2id", out var byLabel);
        var labels = byId is null ? null : FromIds(byId);
        if (byId is not null)
        {
            if (labels is not null && byLabel is not null) Compare(labels, byLabel);
            return labels ?? [];
        }
        return byLabel is null ? [] : FromLabels(byLabel);
    }

    private string[]? FromIds(JsonNode node)
    {
        if (node is not JsonObject entries) return Fault("id2label is not an object");
        var byId = new SortedDictionary<int, string>();
        foreach (var (key, value) in entries)
        {
            if (!TryParse(key, out var id)) return Fault($"id2label has the id {Quote(key)}; expected a whole number from 0 to {MostIds - 1}");
            if (value?.GetValueKind() != JsonValueKind.String) return Fault($"id2label {id} is not a string");
            if (!byId.TryAdd(id, value.GetValue<string>())) return Fault($"id2label has the id {id} twice");
        }
        return Rows(byId, "id2label");
    }

    private string[] FromLabels(JsonNode node)
    {
        if (node is not JsonObject entries) return Fault("label2id is not an object") ?? [];
        var byId = new SortedDictionary<int, string>();
        foreach (var (label, value) in entries)
        {
            if (!TryReadId(value, out var id)) return Fault($"label2id has no id from 0 to {MostIds - 1} for {Quote(label)}") ?? [];
            if (!byId.TryAdd(id, label)) return Fault($"label2id has the id {id} for {Quote(byId[id])} and for {Quote(label)}") ?? [];
        }
        if (entries.Any(entry => entry.Value!.GetValueKind() == JsonValueKind.String)) warnings.Add("label2id holds ids as text");
        return Rows(byId, "label2id");
    }

    private string[] Rows(SortedDictionary<int, string> byId, string key)
    {
        if (byId.Count == 0) return [];
        var labels = new string[byId.Keys.Last() + 1];
        for (var id = 0; id < labels.Length; id++) labels[id] = byId.GetValueOrDefault(id, "");
        int[] unnamed = [.. Enumerable.Range(0, labels.Length).Where(id => labels[id].Length == 0)];
        if (unnamed.Length > 0)
            warnings.Add($"{key} has no label for {Shown(unnamed)}: rows of the classifier that are never predicted");
        return labels;
    }

    private void Compare(string[] labels, JsonNode node)
    {
        const string Decides = "id2label is taken";
        if (node is not JsonObject entries)
        {
            warnings.Add($"label2id is not an object; {Decides}");
            return;
        }
        var isText = false;
        foreach (var (id, label) in labels.Index().Where(entry => entry.Item.Length > 0))
        {
            if (entries[label] is { } value && TryReadId(value, out var back) && back == id)
            {
                isText |= value.GetValueKind() == JsonValueKind.String;
                continue;
            }
            var found = entries[label] is { } other ? $"gives it {Quote(other.ToJsonString())}" : "does not have it";
            warnings.Add($"label2id disagrees with id2label: {id} is {Quote(label)}, and label2id {found}; {Decides}");
            return;
        }
        if (entries.FirstOrDefault(entry => !labels.Contains(entry.Key)).Key is { } extra)
            warnings.Add($"label2id has the label {Quote(extra)}, which id2label has not; {Decides}");
        else if (isText) warnings.Add("label2id holds ids as text");
    }

    private static bool TryReadId(JsonNode? value, out int id)
    {
        id = -1;
        return value is not null && value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number
            && TryParse(value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString(), out id);
    }

    private static bool TryParse(string text, out int id) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id < MostIds;

    private static string Shown(int[] ids) => $"{string.Join(", ", ids.Take(5))}{(ids.Length > 5 ? $" and {ids.Length - 5} more" : "")}";

    private string[]? Fault(string message)
    {
        faults.Add(message);
        return null;
    }
}
