using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Inference;

// BUNDLE TEXT [ENGINE], for example artifacts/student "Anna Kowalska moved from Oslo to join Acme Steel." openvino
if (args.Length is < 2 or > 3)
{
    Console.Error.WriteLine($"usage: BUNDLE TEXT [{string.Join('|', EngineFactory.Names)}]");
    return 2;
}
try
{
    using var recognizer = EntityRecognizer.Open(args[0], args.Length > 2 ? args[2] : EngineFactory.Onnx);
    Console.Out.WriteLine(ToJson(recognizer.Recognize(args[1])));
    return 0;
}
catch (Exception e) when (e is InvalidInputException or EnvironmentException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

// Written by hand: it needs neither reflection nor generated code.
static string ToJson(IReadOnlyList<TextEntity> entities)
{
    using var stream = new MemoryStream();
    using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
    {
        json.WriteStartObject();
        json.WriteStartArray("entities");
        foreach (var entity in entities)
        {
            json.WriteStartObject();
            json.WriteString("type", entity.Type);
            json.WriteString("text", entity.Text);
            json.WriteNumber("start", entity.Start);
            json.WriteNumber("end", entity.End);
            json.WriteNumber("score", Math.Round(entity.Score, 4));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
    return Encoding.UTF8.GetString(stream.ToArray());
}
