using System.Text.Json;
using TinyBertPipeline.Core.Data.Spans;

namespace TinyBertPipeline.Core.Data.Writing;

/// <summary>Writes sentences as tasks of Label Studio, each with one annotation.</summary>
internal static class LabelStudioTasks
{
    public static void Write(Stream stream, IEnumerable<LabeledSentence> sentences, OffsetUnit unit)
    {
        using var json = new Utf8JsonWriter(stream, JsonLines.Readable);
        json.WriteStartArray();
        foreach (var (number, sentence) in sentences.Index()) WriteTask(json, number + 1, SpannedSentence.Of(sentence, unit), unit);
        json.WriteEndArray();
    }

    private static void WriteTask(Utf8JsonWriter json, int id, SpannedSentence sentence, OffsetUnit unit)
    {
        json.WriteStartObject();
        json.WriteNumber("id", id);
        json.WriteStartObject("data");
        json.WriteString("text", sentence.Words.Text);
        json.WriteEndObject();
        json.WriteString(OffsetMap.Key, OffsetMap.KeyOf(unit));
        json.WriteStartArray("annotations");
        json.WriteStartObject();
        json.WriteStartArray("result");
        foreach (var (number, entity) in sentence.Entities.Index())
        {
            json.WriteStartObject();
            json.WriteString("id", FormattableString.Invariant($"{id}-{number}"));
            json.WriteString("from_name", "label");
            json.WriteString("to_name", "text");
            json.WriteString("type", "labels");
            json.WriteStartObject("value");
            json.WriteNumber("start", sentence.Start(entity.Start));
            json.WriteNumber("end", sentence.End(entity.End));
            json.WriteString("text", sentence.Words.Text[sentence.Words.Starts[entity.Start]..sentence.Words.Ends[entity.End]]);
            json.WriteStartArray("labels");
            json.WriteStringValue(entity.Type);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
