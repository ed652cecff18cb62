using System.Text.Json;

namespace TinyBertPipeline.Core.Data.Json;

/// <summary>The names under which tools keep texts, words, labels and spans, the likelier first.</summary>
internal static class JsonNames
{
    public static readonly string[] Words = ["tokens", "words", "token", "tokenized_text", "text", "sentence"];

    public static readonly string[] Labels = ["ner_tags", "labels", "tags", "ner", "label", "bio_tags", "named_entities"];

    public static readonly string[] Texts = ["text", "sentence", "content", "data", "context"];

    public static readonly string[] Spans = ["spans", "entities", "label", "labels", "annotation", "annotations", "ner"];

    public static readonly string[] Starts = ["start", "start_offset", "startOffset", "start_char", "begin", "from"];

    public static readonly string[] Ends = ["end", "end_offset", "endOffset", "end_char", "to"];

    public static readonly string[] Types = ["label", "type", "labels", "tag", "entity_group", "entity", "class"];

    public static readonly string[] Quotes = ["text", "word"];

    public static bool IsLabels(string? name) => Array.IndexOf(Labels, name) >= 0;

    /// <summary>Whether an object has a text or words of its own.</summary>
    public static bool IsRecord(JsonElement value) =>
        Find(value, Words, JsonValueKind.Array) is not null || Find(value, Texts, JsonValueKind.String) is not null
        || value.TryGetProperty("data", out var task) && task.ValueKind == JsonValueKind.Object;

    /// <summary>The first property of that kind under one of the names.</summary>
    public static (string Name, JsonElement Value)? Find(JsonElement record, IEnumerable<string> names,
        params ReadOnlySpan<JsonValueKind> kinds)
    {
        foreach (var name in names)
        {
            if (record.TryGetProperty(name, out var value) && kinds.Contains(value.ValueKind)) return (name, value);
        }
        return null;
    }
}
