using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TinyBertPipeline.Core.Bundles;

/// <summary>
/// Small tensors in the metadata of a derived file, such as the scores of a CRF's steps, so that a folder without weights decodes the same:
/// a JSON list of numbers, each in the shortest form that is read back as the same 32-bit number.
/// </summary>
public static class TensorMetadata
{
    /// <summary>The key of a tensor, in the ONNX model's <c>metadata_props</c> and in the IR's <c>rt_info</c>.</summary>
    public static string KeyOf(string tensor) => "tinybert_pipeline." + tensor;

    /// <summary>The values, row by row.</summary>
    public static string Format(IEnumerable<float> values) => $"[{string.Join(',', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))}]";

    /// <summary>Reads what <see cref="Format"/> wrote; null where the text is something else.</summary>
    public static float[]? TryParse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, TensorMetadataJson.Default.SingleArray) is { } values && values.All(float.IsFinite) ? values : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>How the numbers are read, without reflection.</summary>
[JsonSerializable(typeof(float[]))]
internal sealed partial class TensorMetadataJson : JsonSerializerContext;
