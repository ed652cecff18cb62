using System.Globalization;
using System.Text.Json;
using TinyBertPipeline.Core.Data.Spans;

namespace TinyBertPipeline.Core.Data.Json;

/// <summary>
/// Records of a text and its spans, as doccano, Label Studio, Prodigy, spaCy and CLUENER write them. What a record means is read from its
/// form:
/// the tools' versions differ more than the tools.
/// </summary>
internal sealed class SpanRecords(ReadingReport report, Func<IReadOnlyList<string>?> names)
{
    /// <summary>The text and its spans; null where the record is left out or refused.</summary>
    public SpannedText? Find(JsonRecord record)
    {
        if (record.Value.ValueKind != JsonValueKind.Object || !record.Value.TryGetProperty(OffsetMap.Key,
            out var said)) return FindText(record);
        if (said.ValueKind == JsonValueKind.String && OffsetMap.Parse(said.GetString()) is { } unit)
            return FindText(record) is { } text ? text with { Unit = unit } : null;
        report.Refuse(record.Line,
            $"{OffsetMap.Key} is {said.GetRawText()}; expected {string.Join(", ", Enum.GetValues<OffsetUnit>().Select(OffsetMap.KeyOf))}");
        return null;
    }

    private SpannedText? FindText(JsonRecord record)
    {
        var value = record.Value;
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 2 && value[0].ValueKind == JsonValueKind.String
            && value[1].ValueKind == JsonValueKind.Object)
            return JsonNames.Find(value[1], JsonNames.Spans, JsonValueKind.Array) is { } pair
                ? Create(record.Line, "0", value[0].GetString()!, pair.Name, Spans(pair.Value)) : Refuse(value, record.Line);
        if (value.ValueKind != JsonValueKind.Object) return Refuse(value, record.Line);
        if (value.TryGetProperty("answer", out var answer) && answer.ValueKind == JsonValueKind.String && answer.GetString() != "accept")
        {
            report.Count("record", "whose answer is not accept left out", record.Line);
            return null;
        }
        if (value.TryGetProperty("data", out var task) && task.ValueKind == JsonValueKind.Object)
            return LabelStudioTask(value, task, record.Line);
        if (JsonNames.Find(value, JsonNames.Texts, JsonValueKind.String) is not { } text) return Refuse(value, record.Line);
        var content = text.Value.GetString()!;
        foreach (var name in JsonNames.Spans)
        {
            if (!value.TryGetProperty(name, out var spans) || name == text.Name) continue;
            if (spans.ValueKind == JsonValueKind.Object) return Create(record.Line, text.Name, content, name, ClueSpans(spans));
            if (spans.ValueKind is JsonValueKind.Array or JsonValueKind.Null)
                return Create(record.Line, text.Name, content, name, spans.ValueKind == JsonValueKind.Null ? []
                    : Spans(spans), Tokens(value, content, record.Line));
        }
        return value.TryGetProperty("answer", out _) ? Create(record.Line, text.Name, content, "spans", [], Tokens(value, content, record.Line))
            : Refuse(value, record.Line);
    }

    // { "data": { "text": … }, "annotations": [ { "result": [ { "value": { "start", "end", "text", "labels" } } ], "was_cancelled" } ] }
    private SpannedText? LabelStudioTask(JsonElement value, JsonElement task, long line)
    {
        var texts = task.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.String).ToArray();
        var text = JsonNames.Find(task, JsonNames.Texts, JsonValueKind.String) ?? (texts.Length == 1 ? (texts[0].Name, texts[0].Value)
            : null);
        if (text is null || JsonNames.Find(value, ["annotations", "completions"], JsonValueKind.Array) is not { } annotations)
            return Refuse(value, line);
        var given = annotations.Value.EnumerateArray().Where(annotation => !IsTrue(annotation, "was_cancelled")).ToArray();
        if (given.Any(annotation => IsTrue(annotation, "ground_truth")))
            given = [given.First(annotation => IsTrue(annotation, "ground_truth"))];
        if (given.Length == 0)
        {
            report.Count("task", "without an annotation left out", line);
            return null;
        }
        var spans = given.Select(annotation => ResultSpans(annotation, line)).ToArray();
        if (spans.Any(other => !other.ToHashSet().SetEquals(spans[0])))
        {
            report.Refuse(line,
                $"the task has {given.Length} annotations, and they differ; mark one of them as ground truth or leave the others out");
            return null;
        }
        return Create(line, text.Value.Name, text.Value.Value.GetString()!, $"{annotations.Name}.result", spans[0]);
    }

    private TextSpan[] ResultSpans(JsonElement annotation, long line)
    {
        if (!annotation.TryGetProperty("result", out var results) || results.ValueKind != JsonValueKind.Array) return [];
        var spans = new List<TextSpan>();
        foreach (var result in results.EnumerateArray())
        {
            if (result.TryGetProperty("value", out var value) && Span(value) is { Length: > 0 } found && found.All(span => span is not null))
                spans.AddRange(found.Select(span => span!.Value));
            else if (value.ValueKind == JsonValueKind.Object && JsonNames.Find(value, JsonNames.Starts, JsonValueKind.Number) is not null)
                report.Count("span", "without a label left out", line);
            else report.Count("result", "that is no span of a text (a relation, a choice) left out", line);
        }
        return [.. spans];
    }

    private static TextSpan?[] Spans(JsonElement spans) => [.. spans.EnumerateArray()
        .SelectMany(span => DataTurksSpans(span) ?? Span(span))];

    // [start, end, type], or an object with these under one of their many names; a span with several labels is several spans
    private static TextSpan?[] Span(JsonElement span)
    {
        if (span.ValueKind == JsonValueKind.Array)
        {
            return span.GetArrayLength() >= 3 && Number(span[0]) is { } from && Number(span[1]) is { } to
                ? Spans(from, to, span[2], null) : [null];
        }
        if (span.ValueKind != JsonValueKind.Object) return [null];
        return JsonNames.Find(span, JsonNames.Starts, JsonValueKind.Number, JsonValueKind.String) is { } start
            && Number(start.Value) is { } first
            && JsonNames.Find(span, JsonNames.Ends, JsonValueKind.Number, JsonValueKind.String) is { } end && Number(end.Value) is { } last
            && JsonNames.Find(span, JsonNames.Types, JsonValueKind.String, JsonValueKind.Array, JsonValueKind.Number) is { } label
            ? Spans(first, last, label.Value, JsonNames.Find(span, JsonNames.Quotes, JsonValueKind.String)?.Value.GetString()) : [null];
    }

    private static TextSpan?[] Spans(long first, long last, JsonElement label, string? quote)
    {
        JsonElement[] labels = label.ValueKind == JsonValueKind.Array ? [.. label.EnumerateArray()] : [label];
        return labels.Length == 0 ? [null] :
        [
            .. labels.Select(one => Type(one) is { } type ? new TextSpan(first, last, type, quote) { IsNumbered = IsNumber(one) } : (TextSpan?)null),
        ];
    }

    // { "label": ["TYPE"], "points": [ { "start", "end", "text" } ] }, ends included
    private static IEnumerable<TextSpan?>? DataTurksSpans(JsonElement span)
    {
        if (span.ValueKind != JsonValueKind.Object || !span.TryGetProperty("points", out var points)
            || points.ValueKind != JsonValueKind.Array
            || !span.TryGetProperty("label", out var label) || Type(label) is not { } type) return null;
        return points.EnumerateArray().Select(point =>
            point.TryGetProperty("start", out var start) && Number(start) is { } first && point.TryGetProperty("end", out var end)
                && Number(end) is { } last
                ? new TextSpan(first, last + 1, type, null) { IsNumbered = IsNumber(label) } : (TextSpan?)null);
    }

    // { "TYPE": { "its text": [[first, last], …] } }, ends included
    private static TextSpan?[] ClueSpans(JsonElement types) =>
    [
        .. from type in types.EnumerateObject()
           from entity in type.Value.EnumerateObject()
           from place in entity.Value.EnumerateArray()
           select place.GetArrayLength() == 2 && Number(place[0]) is { } first && Number(place[1]) is { } last
               ? new TextSpan(first, last + 1, type.Name, entity.Name) : (TextSpan?)null,
    ];

    // Texts, or Prodigy's [{ "text", "start", "end", "id" }, …]; only where every one has its place in the text
    private SentenceText? Tokens(JsonElement record, string text, long line)
    {
        if (!record.TryGetProperty("tokens", out var tokens) || tokens.ValueKind != JsonValueKind.Array) return null;
        List<int> starts = [], ends = [];
        var at = 0;
        foreach (var token in tokens.EnumerateArray())
        {
            var word = token.ValueKind == JsonValueKind.String ? token.GetString()
                : token.ValueKind == JsonValueKind.Object ? JsonNames.Find(token, JsonNames.Quotes, JsonValueKind.String)?.Value.GetString() : null;
            var start = word is null ? -1 : text.IndexOf(word, at, StringComparison.Ordinal);
            if (start < 0 || !string.IsNullOrWhiteSpace(text[at..start]))
            {
                report.Count("record", "whose tokens are not those of its text, which was cut into words instead", line);
                return null;
            }
            at = start + word!.Length;
            if (word.AsSpan().Trim(" \t\r\n").IsEmpty) continue;
            starts.Add(start);
            ends.Add(at);
        }
        return new SentenceText(text, [.. starts], [.. ends]);
    }

    private SpannedText? Create(long line, string textName, string text, string spansName, IReadOnlyList<TextSpan?> spans,
        SentenceText? words = null)
    {
        if (spans.ToList().IndexOf(null) is var bad and >= 0)
        {
            report.Refuse(line,
                FormattableString.Invariant($"item {bad} of '{spansName}' is no span; expected [start, end, \"TYPE\"] or {{\"start\", \"end\", \"label\"}}"));
            return null;
        }
        TextSpan[] named = [.. spans.Select(span => span!.Value)];
        if (Array.Exists(named, span => span.IsNumbered) && !TryName(named, line)) return null;
        return new SpannedText(textName, text, spansName, named) { Words = words };
    }

    // Labels that are numbers (doccano's ids) get their names.
    private bool TryName(TextSpan[] spans, long line)
    {
        var known = names();
        for (var i = 0; i < spans.Length; i++)
        {
            if (!spans[i].IsNumbered) continue;
            var (name, fault) = NumberedLabel.Find(spans[i].Type, known);
            if (name is not null)
            {
                spans[i] = spans[i] with { Type = name, IsNumbered = false };
                continue;
            }
            report.Refuse(line, string.Create(CultureInfo.InvariantCulture, $"the label of span {i} {fault}"),
                known is null ? FormatRemedy.Set(nameof(DataFormat.LabelNames), "O,PER,LOC") : null);
            return false;
        }
        return true;
    }

    private SpannedText? Create(long line, string textName, string text, string spansName, TextSpan[] spans) =>
        Create(line, textName, text, spansName, [.. spans.Select(span => (TextSpan?)span)]);

    private SpannedText? Refuse(JsonElement value, long line)
    {
        var found = value.ValueKind == JsonValueKind.Object
            ? $"an object with {string.Join(", ", value.EnumerateObject().Select(property => property.Name).Take(12))}"
            : value.ValueKind.ToString().ToLowerInvariant();
        report.Refuse(line,
            $"found {found}; expected words with labels ({{\"tokens\": [...], \"ner_tags\": [...]}}) or a text with spans ({{\"text\", \"spans\": [...]}})");
        return null;
    }

    private static long? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out var number) => number,
        JsonValueKind.String when long.TryParse(value.GetString(), System.Globalization.CultureInfo.InvariantCulture, out var number) =>
            number,
        _ => null,
    };

    private static string? Type(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when value.GetString() is { Length: > 0 } name => name,
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.Array when value.GetArrayLength() == 1 => Type(value[0]),
        _ => null,
    };

    private static bool IsNumber(JsonElement value) => value.ValueKind == JsonValueKind.Number
        || value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 1 && IsNumber(value[0]);

    private static bool IsTrue(JsonElement value, string name) => value.TryGetProperty(name, out var flag)
        && flag.ValueKind == JsonValueKind.True;
}

/// <summary>A text with spans, as a record has it.</summary>
/// <param name="TextName">The name of the text.</param>
/// <param name="Text">The text.</param>
/// <param name="SpansName">The name of the spans.</param>
/// <param name="Spans">The spans.</param>
internal sealed record SpannedText(string TextName, string Text, string SpansName, IReadOnlyList<TextSpan> Spans)
{
    /// <summary>The words, where the file gives them.</summary>
    public SentenceText? Words { get; init; }

    /// <summary>The unit of offsets, where the file says it.</summary>
    public OffsetUnit? Unit { get; init; }
}
