using System.Text.Json;
using System.Text.Json.Serialization;

namespace TinyBertPipeline.Core.Data;

/// <summary>Columns in configs: a JSON number or a string.</summary>
internal sealed class DataColumnConverter : JsonConverter<DataColumn>
{
    public override DataColumn Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            if (reader.TokenType == JsonTokenType.String) return DataColumn.Parse(reader.GetString()!);
            if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) && number != 0) return DataColumn.At(number);
        }
        catch (InvalidInputException e)
        {
            throw new JsonException(e.Message, e);
        }
        throw new JsonException("expected a column: a number counted from 1, or a name");
    }

    public override void Write(Utf8JsonWriter writer, DataColumn value, JsonSerializerOptions options)
    {
        if (value.Name is { } name) writer.WriteStringValue(name);
        else writer.WriteNumberValue(value.Number);
    }
}
