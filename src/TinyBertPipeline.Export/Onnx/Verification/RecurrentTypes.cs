using TinyBertPipeline.Export.Onnx.Types;
using static TinyBertPipeline.Export.Onnx.TensorProto.Types;

namespace TinyBertPipeline.Export.Onnx.Verification;

/// <summary>Output types of recurrent operators.</summary>
internal static class RecurrentTypes
{
    /// <summary>
    /// Inputs x [T,B,I], input weights [D,4H,I], recurrent weights [D,4H,H], biases [D,8H], lengths [B] of 32-bit integers; output
    /// [T,D,B,H].
    /// </summary>
    public static OnnxType Lstm(IReadOnlyList<OnnxType> inputs, long units)
    {
        var (x, weights) = (inputs[0].Shape!, inputs[1].Shape!);
        if (x.Count != 3 || weights.Count != 3)
            throw new ShapeMismatchException($"an LSTM takes 3 axes each, not {inputs[0]} and {inputs[1]}");
        Expect(inputs[1], inputs[0].Element, weights[0], 4 * units, x[2]);
        Expect(inputs[2], inputs[0].Element, weights[0], 4 * units, units);
        if (inputs.Count > 3) Expect(inputs[3], inputs[0].Element, weights[0], 8 * units);
        if (inputs.Count > 4) Expect(inputs[4], DataType.Int32, x[1]);
        return new(inputs[0].Element, [x[0], weights[0], x[1], units]);
    }

    /// <summary>Inputs data and its rows' lengths [B]; the axes of time and batch are the first two, either way round.</summary>
    public static OnnxType ReverseSequence(IReadOnlyList<OnnxType> inputs, long time, long batch)
    {
        if (inputs[0].Shape!.Count < 2 || time + batch != 1 || time * batch != 0)
            throw new ShapeMismatchException($"axes {time} and {batch} are not those of time and batch of {inputs[0]}");
        Expect(inputs[1], DataType.Int64, inputs[0].Shape![(int)batch]);
        return inputs[0] with { Integers = null };
    }

    private static void Expect(OnnxType found, DataType element, params OnnxDimension[] shape)
    {
        var expected = new OnnxType(element, shape);
        if (found.ToString() != expected.ToString()) throw new ShapeMismatchException($"an input is {found}, not {expected}");
    }
}
