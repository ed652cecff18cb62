using static TinyBertPipeline.Export.Onnx.TensorProto.Types;

namespace TinyBertPipeline.Export.Onnx.Verification;

/// <summary>Rules for constant tensors: a known type, the data in <c>raw_data</c> alone, and exactly as much of it as the shape says.</summary>
internal static class InitializerRules
{
    public static IEnumerable<string> Faults(TensorProto tensor)
    {
        var size = ElementSize((DataType)tensor.DataType);
        if (size == 0) yield return $"initializer {tensor.Name} has element type {tensor.DataType}";
        if (tensor.Dims.Any(dimension => dimension < 1)) yield return $"initializer {tensor.Name} has shape [{string.Join(", ", tensor.Dims)}]";
        if (tensor.FloatData.Count + tensor.Int32Data.Count + tensor.Int64Data.Count > 0 || tensor.DataLocation != 0)
            yield return $"initializer {tensor.Name} holds data outside raw_data";
        var expected = tensor.Dims.Aggregate((decimal)size, (product, dimension) => product * dimension);
        if (tensor.RawData.Length != expected) yield return $"initializer {tensor.Name} has {tensor.RawData.Length} bytes, its shape asks for {expected}";
    }

    private static int ElementSize(DataType type) => type switch
    {
        DataType.Int8 or DataType.Uint8 or DataType.Bool => 1,
        DataType.Float16 => 2,
        DataType.Float or DataType.Int32 => 4,
        DataType.Int64 => 8,
        _ => 0,
    };
}
