using System.Globalization;
using System.Text.Json;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Data.Json;

/// <summary>Records of words and one label each, as <c>{"tokens": [...], "ner_tags": [...]}</c>.</summary>
internal sealed class WordRecords(string path, DataFormat format, ReadingReport report)
{
    private readonly WordSpans _spans = new(path, format, report);

    private string? _described;

    /// <summary>The words and labels of a record of this kind, else null.</summary>
    public (JsonElement Words, JsonElement Labels)? Find(JsonElement record)
    {
        if (FindNamed(record) is not { } named) return null;
        // Tokens that are objects, as Prodigy's, belong to a text with spans.
        if (named.Words.Value.EnumerateArray().Any(item => item.ValueKind is JsonValueKind.Object or JsonValueKind.Array)) return null;
        Describe($"JSON: words in '{named.Words.Name}', labels in '{named.Labels.Name}'");
        return (named.Words.Value, named.Labels.Value);
    }

    private ((string Name, JsonElement Value) Words, (string Name, JsonElement Value) Labels)? FindNamed(JsonElement record)
    {
        if (record.ValueKind != JsonValueKind.Object) return null;
        if (JsonNames.Find(record, format.WordColumn?.Name is { } word ? [word] : JsonNames.Words, JsonValueKind.Array) is not { } words) return null;
        var names = format.LabelColumn?.Name is { } label ? [label] : JsonNames.Labels.Where(name => name != words.Name);
        return JsonNames.Find(record, names, JsonValueKind.Array) is { } labels ? (words, labels) : null;
    }

    public LabeledSentence? Read((JsonElement Words, JsonElement Labels) record, long line, IReadOnlyList<string>? names)
    {
        var (count, labelCount) = (record.Words.GetArrayLength(), record.Labels.GetArrayLength());
        if (record.Words.EnumerateArray().Index().FirstOrDefault(item => item.Item.ValueKind != JsonValueKind.String) is { Item.ValueKind: not JsonValueKind.Undefined } other)
        {
            return Refuse(line, string.Create(CultureInfo.InvariantCulture,
                $"word {other.Index} is a JSON {other.Item.ValueKind.ToString().ToLowerInvariant()}; expected a text in quotes"));
        }
        if (WordSpans.Are(record.Labels)) return ReadSpans(record, line);
        if (count != labelCount) return Refuse(line, string.Create(CultureInfo.InvariantCulture,
            $"{count} words, but {labelCount} labels"));
        var sentence = new SentenceBuilder();
        for (var i = 0; i < count; i++)
        {
            var word = record.Words[i].GetString().AsSpan().Trim(" \t\r\n");
            if (word.IsEmpty && !format.DropEmptyWords)
                return Refuse(line, string.Create(CultureInfo.InvariantCulture, $"word {i} is empty"),
                    FormatRemedy.Set(nameof(DataFormat.DropEmptyWords), "true"));
            var (label, fault) = Label(record.Labels[i], names);
            if (label is null)
            {
                return Refuse(line, string.Create(CultureInfo.InvariantCulture, $"label {i} {fault}"),
                    names is null ? FormatRemedy.Set(nameof(DataFormat.LabelNames), "O,B-PER,I-PER") : null);
            }
            if (word.IsEmpty) report.Count("empty word", "left out", line);
            else sentence.Add(word, label, line);
        }
        return sentence.TakeIfAny() is { } taken ? taken with { Lines = [.. Enumerable.Repeat(line, taken.Words.Length)] } : null;
    }

    private LabeledSentence? ReadSpans((JsonElement Words, JsonElement Labels) record, long line)
    {
        string[] words = [.. record.Words.EnumerateArray().Select(word => word.GetString()!.Trim(' ', '\t', '\r', '\n'))];
        if (words.Contains("")) return Refuse(line, $"word {Array.IndexOf(words, "")} is empty, and entities count the words");
        try
        {
            var labels = _spans.Read(record.Labels, words.Length, other => FindNamed(other)?.Labels.Value);
            return new LabeledSentence(words, labels, line) { Lines = [.. Enumerable.Repeat(line, words.Length)] };
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            return Refuse(line, e.Message, _spans.Remedy());
        }
    }

    private static (string? Label, string Fault) Label(JsonElement label, IReadOnlyList<string>? names)
    {
        if (label.ValueKind == JsonValueKind.String) return label.GetString() is { Length: > 0 } text ? (text, "") : (null, "is empty");
        if (label.ValueKind != JsonValueKind.Number || !label.TryGetInt32(out var id)) return (null,
            $"is {label.GetRawText()}; expected a name or a number");
        return NumberedLabel.Find(id.ToString(CultureInfo.InvariantCulture), names);
    }

    private LabeledSentence? Refuse(long line, string message, Remedy? remedy = null)
    {
        report.Refuse(line, message, remedy);
        return null;
    }

    private void Describe(string text)
    {
        if (_described == text) return;
        _described = text;
        report.Note(text);
    }
}
