using System.Text.Encodings.Web;
using System.Text.Json;
using TinyBertPipeline.Core.Data.Spans;

namespace TinyBertPipeline.Core.Data.Writing;

/// <summary>Writes a JSON object a line for each sentence.</summary>
internal static class JsonLines
{
    // The files are data, not parts of web pages: text stays readable.
    public static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Stream stream, IEnumerable<LabeledSentence> sentences, DataLayout layout, OffsetUnit unit)
    {
        using var json = new Utf8JsonWriter(stream, Readable);
        foreach (var sentence in sentences)
        {
            json.WriteStartObject();
            if (layout == DataLayout.HuggingFace) WriteWords(json, sentence);
            else WriteSpans(json, SpannedSentence.Of(sentence, unit), layout, unit);
            json.WriteEndObject();
            json.Flush();
            json.Reset();
            stream.WriteByte((byte)'\n');
        }
    }

    private static void WriteWords(Utf8JsonWriter json, LabeledSentence sentence)
    {
        WriteTexts("tokens", sentence.Words);
        WriteTexts("ner_tags", sentence.Labels);

        void WriteTexts(string name, string[] texts)
        {
            json.WriteStartArray(name);
            foreach (var text in texts) json.WriteStringValue(text);
            json.WriteEndArray();
        }
    }

    private static void WriteSpans(Utf8JsonWriter json, SpannedSentence sentence, DataLayout layout, OffsetUnit unit)
    {
        json.WriteString("text", sentence.Words.Text);
        json.WriteString(OffsetMap.Key, OffsetMap.KeyOf(unit));
        if (layout == DataLayout.Spans) WriteTokens(json, sentence);
        json.WriteStartArray(layout == DataLayout.Doccano ? "label" : "spans");
        foreach (var entity in sentence.Entities)
        {
            if (layout == DataLayout.Doccano)
            {
                json.WriteStartArray();
                json.WriteNumberValue(sentence.Start(entity.Start));
                json.WriteNumberValue(sentence.End(entity.End));
                json.WriteStringValue(entity.Type);
                json.WriteEndArray();
                continue;
            }
            json.WriteStartObject();
            json.WriteNumber("start", sentence.Start(entity.Start));
            json.WriteNumber("end", sentence.End(entity.End));
            json.WriteString("label", entity.Type);
            json.WriteNumber("token_start", entity.Start);
            json.WriteNumber("token_end", entity.End);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteTokens(Utf8JsonWriter json, SpannedSentence sentence)
    {
        json.WriteStartArray("tokens");
        for (var i = 0; i < sentence.Words.Starts.Length; i++)
        {
            json.WriteStartObject();
            json.WriteString("text", sentence.Words.Text[sentence.Words.Starts[i]..sentence.Words.Ends[i]]);
            json.WriteNumber("start", sentence.Start(i));
            json.WriteNumber("end", sentence.End(i));
            json.WriteNumber("id", i);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
