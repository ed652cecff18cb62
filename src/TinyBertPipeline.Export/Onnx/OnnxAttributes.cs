using Google.Protobuf;
using static TinyBertPipeline.Export.Onnx.AttributeProto.Types;

namespace TinyBertPipeline.Export.Onnx;

/// <summary>Attributes of nodes, with the type that the format asks to be written beside the value.</summary>
internal static class OnnxAttributes
{
    public static AttributeProto Integer(string name, long value) => new() { Name = name, I = value, Type = AttributeType.Int };

    public static AttributeProto Float(string name, double value) => new() { Name = name, F = (float)value, Type = AttributeType.Float };

    public static AttributeProto Text(string name, string value) =>
        new() { Name = name, S = ByteString.CopyFromUtf8(value), Type = AttributeType.String };

    public static AttributeProto Integers(string name, params long[] values) => new() { Name = name, Ints = { values }, Type = AttributeType.Ints };
}
