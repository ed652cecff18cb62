using TinyBertPipeline.Export.Onnx.Types;

using static TinyBertPipeline.Export.Onnx.TensorProto.Types;

namespace TinyBertPipeline.Export.Onnx.Verification;

/// <summary>
/// Output types of QuantizeLinear and DequantizeLinear. A scale of rank 0 is for the whole tensor, one of rank 1 for an axis; the zero point
/// has the scale's shape and the integers' type.
/// </summary>
internal static class QuantizedTypes
{
    public static OnnxType Quantize(IReadOnlyList<OnnxType> inputs, long axis)
    {
        CheckScale(inputs, axis);
        if (inputs[0].Element != DataType.Float) throw new ShapeMismatchException($"{inputs[0]} cannot be quantized");
        return new(Integers(inputs.Count > 2 ? inputs[2].Element : DataType.Uint8), inputs[0].Shape);
    }

    public static OnnxType Dequantize(IReadOnlyList<OnnxType> inputs, long axis)
    {
        CheckScale(inputs, axis);
        if (inputs.Count > 2 && inputs[2].Element != inputs[0].Element)
            throw new ShapeMismatchException($"zero point {inputs[2]} does not fit {inputs[0]}");
        Integers(inputs[0].Element);
        return new(inputs[1].Element, inputs[0].Shape);
    }

    private static void CheckScale(IReadOnlyList<OnnxType> inputs, long axis)
    {
        var (data, scale) = (inputs[0], inputs[1]);
        var fits = scale.Shape!.Count switch
        {
            0 => true,
            1 => data.Shape!.Count > 0 && scale.Shape[0] == data.Shape[NodeTypes.Axis(axis, data.Shape.Count)],
            _ => false,
        };
        if (!fits || scale.Element != DataType.Float) throw new ShapeMismatchException($"scale {scale} does not fit {data}");
        if (inputs.Count > 2 && !inputs[2].Shape!.SequenceEqual(scale.Shape))
            throw new ShapeMismatchException($"zero point {inputs[2]} does not fit scale {scale}");
    }

    private static DataType Integers(DataType type) => type is DataType.Int8 or DataType.Uint8 ? type
        : throw new ShapeMismatchException($"quantized values are {OnnxType.NameOf(type)}");
}
