using System.Text.Json;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Data.Json;

/// <summary>
/// Entities as spans of words, <c>[first, last, "TYPE"]</c>. GLiNER's have the last word in them, other tools' end before it, and none says so.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="format">What is known of it.</param>
/// <param name="report">Is told which ends were taken.</param>
internal sealed class WordSpans(string path, DataFormat format, ReadingReport report)
{
    private SpanEnds? _ends;

    /// <summary>Whether labels are such spans.</summary>
    public static bool Are(JsonElement labels) => labels.GetArrayLength() > 0 && labels.EnumerateArray().All(IsSpan);

    /// <summary>The labels of words.</summary>
    /// <exception cref="ArgumentException">A span lies outside of the words or overlaps another.</exception>
    /// <exception cref="FormatException">A number is no whole number.</exception>
    public string[] Read(JsonElement spans, int words, Func<JsonElement, JsonElement?> spansOf)
    {
        var behind = (_ends ??= Find(spansOf)) == SpanEnds.Excluded ? 1 : 0;
        return EntityWriter.Write(
            spans.EnumerateArray().Select(span => new EntitySpan(span[2].GetString()!, span[0].GetInt32(), span[1].GetInt32() - behind)),
            words, TagScheme.Bio);
    }

    /// <summary>What to do where a span cannot be.</summary>
    public Remedy Remedy() => Other(_ends ?? SpanEnds.Excluded);

    private static Remedy Other(SpanEnds ends) => FormatRemedy.Set(nameof(DataFormat.SpanEnds),
        (ends == SpanEnds.Included ? SpanEnds.Excluded : SpanEnds.Included).ToString().ToLowerInvariant());

    private static bool IsSpan(JsonElement span) =>
        span.ValueKind == JsonValueKind.Array && span.GetArrayLength() == 3 && span[0].ValueKind == JsonValueKind.Number
        && span[1].ValueKind == JsonValueKind.Number && span[2].ValueKind == JsonValueKind.String;

    // Entities of one word are everywhere: [3, 3] is one where ends are included, and nothing where they are not.
    private SpanEnds Find(Func<JsonElement, JsonElement?> spansOf)
    {
        if (format.SpanEnds is { } given) return given;
        var hasSingle = new JsonRecords(path, new ReadingReport(path, _ => { })).Read()
            .Select(record => spansOf(record.Value)).OfType<JsonElement>().Where(Are)
            .SelectMany(spans => spans.EnumerateArray()).Any(span => span[0].GetRawText() == span[1].GetRawText());
        var found = hasSingle ? SpanEnds.Included : SpanEnds.Excluded;
        report.Note($"spans count words, their ends {(hasSingle ? "included, as some begin and end at the same word" : "excluded, as none begins and ends at the same word")}",
            Other(found));
        return found;
    }
}
