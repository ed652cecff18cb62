using System.Text.Json;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Core.Data.Json;

/// <summary>The records of a file: a JSON value a line, or the items of one JSON document.</summary>
internal sealed class JsonRecords(string path, ReadingReport report)
{
    private const int MaxDocument = 1 << 29;

    // Where tools put the records of a document: Hugging Face's json loader and viewer, spaCy's annotator, others.
    private static readonly string[] _containers = ["data", "rows", "annotations", "examples", "records"];

    private static readonly JsonDocumentOptions _strict = new() { AllowDuplicateProperties = false };

    /// <summary>The names that a document itself gives to labels that are numbers (<c>features</c> of Hugging Face's viewer).</summary>
    public IReadOnlyList<string>? LabelNames { get; private set; }

    /// <exception cref="InvalidInputException">Not UTF-8, a line too long, or a document that is not JSON.</exception>
    public IEnumerable<JsonRecord> Read() => IsLines() ? ReadLines() : ReadDocument();

    // Lines, where the first is an object, or any whole value before others; a broken object before another is a broken line.
    private bool IsLines()
    {
        using var lines = Utf8LineReader.Open(path, Utf8LineReader.MaxJsonLineBytes);
        if (NextText(lines) is not { } first) return true;
        var kind = KindOf(first);
        if (kind == JsonValueKind.Object) return true;
        return NextText(lines) is { } second && (kind is not null || first is [(byte)'{', _, ..] && second[0] == (byte)'{');
    }

    private static byte[]? NextText(Utf8LineReader lines)
    {
        while (TryReadLine(lines) is { } line)
        {
            if (line.Length > 0) return line;
        }
        return null;
    }

    // Null for a document over several lines, or a broken line: read as a document, it says where.
    private static JsonValueKind? KindOf(byte[] line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private IEnumerable<JsonRecord> ReadLines()
    {
        using var lines = Utf8LineReader.Open(path, Utf8LineReader.MaxJsonLineBytes);
        while (TryReadLine(lines) is { } line)
        {
            if (line.Length > 0 && Parse(line, lines.Line) is { } value)
            {
                foreach (var record in Items(value, _ => lines.Line)) yield return record;
            }
        }
    }

    private static byte[]? TryReadLine(Utf8LineReader lines) => lines.TryRead(out var line) ? line.Trim(" \t"u8).ToArray() : null;

    private JsonElement? Parse(byte[] json, long firstLine)
    {
        try
        {
            using var document = JsonDocument.Parse(json, _strict);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            report.Refuse(firstLine + (e.LineNumber ?? 0), $"not JSON: {JsonFault.Describe(e)}");
            return null;
        }
    }

    private IEnumerable<JsonRecord> ReadDocument()
    {
        using (var lines = Utf8LineReader.Open(path, Utf8LineReader.MaxJsonLineBytes))
        {
            while (lines.TryRead(out _)) { }                // strict UTF-8, no line too long
        }
        var json = InputFile.ReadBytes(path, InputKind.Data, MaxDocument);
        if (json.AsSpan().StartsWith("\uFEFF"u8)) json = json[3..];
        if (Parse(json, 1) is not { } value) return [];
        var starts = ItemLines(json);
        return Items(value, item => item < starts.Count ? starts[item] : 1);
    }

    private IEnumerable<JsonRecord> Items(JsonElement value, Func<int, long> lineOf)
    {
        if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("features", out var features)) LabelNames ??= NamesIn(features);
        var items = value.ValueKind == JsonValueKind.Array && !IsPair(value) ? value : Container(value);
        if (items is not { } list) return [new JsonRecord(value, lineOf(0))];
        return list.EnumerateArray().Select((item, i) => new JsonRecord(
            item.ValueKind == JsonValueKind.Object && item.TryGetProperty("row", out var row) ? row : item, lineOf(i)));
    }

    // ["text", { "entities": … }] is one record of spaCy.
    private static bool IsPair(JsonElement value) => value.GetArrayLength() == 2 && value[0].ValueKind == JsonValueKind.String;

    // A container holds objects or pairs, and its document has no text or words of its own.
    private static JsonElement? Container(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || JsonNames.IsRecord(value)) return null;
        foreach (var name in _containers)
        {
            if (value.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array
                && items.EnumerateArray()
                    .All(item => item.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null)) return items;
        }
        return null;
    }

    // [{ "name": "ner_tags", "type": { "feature": { "names": [...] } } }, …] or { "ner_tags": { "feature": { "names": [...] } }, … }
    private static string[]? NamesIn(JsonElement features) => features.ValueKind switch
    {
        JsonValueKind.Array => features.EnumerateArray()
            .Where(feature => feature.ValueKind == JsonValueKind.Object && feature.TryGetProperty("name", out var name)
                && name.ValueKind == JsonValueKind.String && JsonNames.IsLabels(name.GetString()))
            .Select(ClassNames).FirstOrDefault(names => names is not null),
        JsonValueKind.Object => features.EnumerateObject().Where(feature => JsonNames.IsLabels(feature.Name))
            .Select(feature => ClassNames(feature.Value)).FirstOrDefault(names => names is not null),
        _ => null,
    };

    // The names of a ClassLabel, alone or as what a sequence holds.
    private static string[]? ClassNames(JsonElement type)
    {
        if (type.ValueKind != JsonValueKind.Object) return null;
        if (type.TryGetProperty("names", out var names) && names.ValueKind == JsonValueKind.Array)
            return [.. names.EnumerateArray().Select(name => name.ToString())];
        return type.TryGetProperty("type", out var inner) && ClassNames(inner) is { } ofType ? ofType
            : type.TryGetProperty("feature", out inner) ? ClassNames(inner) : null;
    }

    // The lines where the items of the outermost array, or of the first array in the outermost object, begin.
    private static List<long> ItemLines(byte[] json)
    {
        var starts = new List<long>();
        var reader = new Utf8JsonReader(json);
        var (line, at, depth) = (1L, 0L, -1);
        while (reader.Read())
        {
            if (depth < 0 && reader.TokenType == JsonTokenType.StartArray) depth = reader.CurrentDepth;
            else if (reader.CurrentDepth == depth + 1
                && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject or JsonTokenType.PropertyName))
            {
                for (; at < reader.TokenStartIndex; at++) line += json[at] == (byte)'\n' ? 1 : 0;
                starts.Add(line);
                reader.Skip();
            }
            else if (reader.TokenType == JsonTokenType.EndArray && reader.CurrentDepth == depth) break;
        }
        return starts;
    }
}

/// <summary>One record of a JSON file.</summary>
/// <param name="Value">The record.</param>
/// <param name="Line">The line where it begins.</param>
internal readonly record struct JsonRecord(JsonElement Value, long Line);
