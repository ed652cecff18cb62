using TinyBertPipeline.Export.Onnx.Types;

using static TinyBertPipeline.Export.Onnx.TensorProto.Types;

namespace TinyBertPipeline.Export.Onnx.Verification;

/// <summary>
/// The type of a node's output from the types of its inputs (type and shape inference of the ONNX standard, for the operators of
/// <see cref="OperatorSchema"/>).
/// </summary>
internal static class NodeTypes
{
    /// <summary>The type of the node's output, or null for an operator that is not known here or an input of unknown rank.</summary>
    /// <exception cref="ShapeMismatchException">The inputs do not fit.</exception>
    public static OnnxType? Infer(NodeProto node, IReadOnlyList<OnnxType> inputs)
    {
        if (!OperatorSchema.All.TryGetValue(node.OpType, out var schema) || inputs.Count < schema.MinInputs) return null;
        if (inputs.Any(input => input.Shape is null)) return null;
        return node.OpType switch
        {
            "Add" or "Sub" or "Mul" or "Div" => Elementwise(inputs[0], inputs[1]),
            "Cast" => inputs[0] with { Element = (DataType)Integer(node, "to", 0), Integers = null },
            "Concat" => ShapeOperators.Concat(inputs, Axis(Integer(node, "axis", 0), inputs[0].Shape!.Count)),
            "DequantizeLinear" => QuantizedTypes.Dequantize(inputs, Integer(node, "axis", 1)),
            "Gather" => Gather(inputs[0], inputs[1], Axis(Integer(node, "axis", 0), inputs[0].Shape!.Count)),
            "LayerNormalization" => LayerNormalization(inputs),
            "LSTM" => RecurrentTypes.Lstm(inputs, Integer(node, "hidden_size", 0)),
            "MatMul" => MatMul(inputs[0], inputs[1]),
            "QuantizeLinear" => QuantizedTypes.Quantize(inputs, Integer(node, "axis", 1)),
            "ReduceSum" => ShapeOperators.Reduce(inputs, Integer(node, "keepdims", 1) != 0),
            "Reshape" => ShapeOperators.Reshape(inputs[0], inputs[1]),
            "ReverseSequence" => RecurrentTypes.ReverseSequence(inputs, Integer(node, "time_axis", 0), Integer(node, "batch_axis", 1)),
            "Shape" => ShapeOperators.ShapeOf(inputs[0], Integer(node, "start", 0), Integer(node, "end", long.MaxValue)),
            "Slice" => ShapeOperators.Slice(inputs),
            "Squeeze" => ShapeOperators.Squeeze(inputs),
            "Transpose" => ShapeOperators.Transpose(inputs[0], Attribute(node, "perm")?.Ints),
            "Unsqueeze" => ShapeOperators.Unsqueeze(inputs[0], inputs[1]),
            _ => inputs[0] with { Integers = null },   // element by element: Erf, Gelu, Relu, Softmax, Tanh
        };
    }

    /// <summary>An axis counted from the front; negative ones count from the end.</summary>
    public static int Axis(long axis, int rank)
    {
        var counted = axis < 0 ? axis + rank : axis;
        return counted >= 0 && counted < rank ? (int)counted : throw new ShapeMismatchException($"axis {axis} is not one of {rank} axes");
    }

    private static OnnxType Elementwise(OnnxType left, OnnxType right) =>
        new(Same(left.Element, right.Element), Broadcast(left.Shape!, right.Shape!));

    private static OnnxType LayerNormalization(IReadOnlyList<OnnxType> inputs)
    {
        foreach (var parameter in inputs.Skip(1))
        {
            Same(inputs[0].Element, parameter.Element);
            if (parameter.Shape!.Count != 1 || inputs[0].Shape!.Count == 0 || parameter.Shape[0] != inputs[0].Shape![^1])
                throw new ShapeMismatchException($"scale or bias {parameter} does not fit {inputs[0]}");
        }
        return inputs[0] with { Integers = null };
    }

    private static OnnxType MatMul(OnnxType left, OnnxType right)
    {
        var element = Same(left.Element, right.Element);
        var (a, b) = (left.Shape!, right.Shape!);
        if (a.Count < 2 || b.Count < 2 || a[^1] != b[^2]) throw new ShapeMismatchException($"cannot multiply {left} by {right}");
        return new(element, [.. Broadcast([.. a.Take(a.Count - 2)], [.. b.Take(b.Count - 2)]), a[^2], b[^1]]);
    }

    private static OnnxType Gather(OnnxType data, OnnxType indices, int axis)
    {
        if (indices.Element is not (DataType.Int64 or DataType.Int32)) throw new ShapeMismatchException($"indices are {indices}");
        var shape = data.Shape!;
        var type = new OnnxType(data.Element, [.. shape.Take(axis), .. indices.Shape!, .. shape.Skip(axis + 1)]);
        if (data.Integers is not { } from || indices.Integers is not { } at) return type;
        return type with { Integers = [.. at.Select(index => index.Size is { } i ? from[Axis(i, from.Count)] : default)] };
    }

    // The standard's multidirectional broadcasting; an axis that is not known beside one that may be 1 stays unknown.
    private static OnnxDimension[] Broadcast(IReadOnlyList<OnnxDimension> left, IReadOnlyList<OnnxDimension> right)
    {
        var result = new OnnxDimension[Math.Max(left.Count, right.Count)];
        for (var i = 1; i <= result.Length; i++)
        {
            var a = i <= left.Count ? left[^i] : 1;
            var b = i <= right.Count ? right[^i] : 1;
            if (a.Size > 1 && b.Size > 1 && a != b) throw new ShapeMismatchException($"axes {a} and {b} cannot be broadcast");
            result[^i] = a == b || b.Size == 1 ? a : a.Size == 1 ? b : a.Size > 1 ? a : b.Size > 1 ? b : default;
        }
        return result;
    }

    private static DataType Same(DataType left, DataType right) =>
        left == right ? left : throw new ShapeMismatchException($"element types {left} and {right} differ");

    private static long Integer(NodeProto node, string name, long otherwise) => Attribute(node, name)?.I ?? otherwise;

    private static AttributeProto? Attribute(NodeProto node, string name) => node.Attribute.FirstOrDefault(attribute => attribute.Name == name);
}
