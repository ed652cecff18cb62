using TinyBertPipeline.Export.Onnx.Types;

using static TinyBertPipeline.Export.Onnx.TensorProto.Types;

namespace TinyBertPipeline.Export.Onnx.Verification;

/// <summary>Output types of the operators that read or change shapes.</summary>
internal static class ShapeOperators
{
    public static OnnxType ShapeOf(OnnxType data, long start, long end)
    {
        var rank = data.Shape!.Count;
        var (from, to) = ((int)Clamp(start, rank), (int)Clamp(end, rank));
        OnnxDimension[] sizes = [.. data.Shape.Skip(from).Take(Math.Max(0, to - from))];
        return new(DataType.Int64, [sizes.Length]) { Integers = sizes };
    }

    /// <summary>0 in the target copies the axis, -1 stands for what is left over (its size is not worked out here).</summary>
    public static OnnxType Reshape(OnnxType data, OnnxType target)
    {
        if (target.Integers is not { } wanted) return new(data.Element, null);
        var shape = new OnnxDimension[wanted.Count];
        for (var i = 0; i < shape.Length; i++) shape[i] = wanted[i].Size switch
        {
            0 when i < data.Shape!.Count => data.Shape[i],
            0 => throw new ShapeMismatchException($"axis {i} of {data} cannot be copied"),
            -1 => default,
            _ => wanted[i],
        };
        ThrowIfOtherCount(data, shape);
        return new(data.Element, shape);
    }

    public static OnnxType Transpose(OnnxType data, IReadOnlyList<long>? order)
    {
        var rank = data.Shape!.Count;
        order ??= [.. Enumerable.Range(0, rank).Select(axis => (long)(rank - 1 - axis))];
        if (!order.Order().SequenceEqual(Enumerable.Range(0, rank).Select(axis => (long)axis)))
            throw new ShapeMismatchException($"[{string.Join(", ", order)}] is no order of the axes of {data}");
        return new(data.Element, [.. order.Select(axis => data.Shape[(int)axis])]);
    }

    public static OnnxType Unsqueeze(OnnxType data, OnnxType axes)
    {
        if (axes.Integers is not { } positions) return new(data.Element, null);
        List<OnnxDimension> shape = [.. data.Shape!];
        var rank = shape.Count + positions.Count;
        foreach (var axis in positions.Select(position => NodeTypes.Axis(position.Size ?? 0, rank)).Order())
        {
            if (axis > shape.Count) throw new ShapeMismatchException($"axis {axis} cannot be inserted into {data}");
            shape.Insert(axis, 1);
        }
        return new(data.Element, shape) { Integers = shape.Count <= 1 ? data.Integers : null };
    }

    /// <summary>Values side by side along an axis, of equal size along all others.</summary>
    public static OnnxType Concat(IReadOnlyList<OnnxType> inputs, int axis)
    {
        OnnxDimension[] shape = [.. inputs[0].Shape!];
        foreach (var next in inputs.Skip(1))
        {
            var others = next.Shape!.Where((_, i) => i != axis);
            var fits = next.Element == inputs[0].Element && next.Shape!.Count == shape.Length;
            if (!fits || !others.SequenceEqual(shape.Where((_, i) => i != axis)))
                throw new ShapeMismatchException($"{next} does not fit beside {inputs[0]}");
            shape[axis] = shape[axis].Size is { } size && next.Shape![axis].Size is { } more ? size + more : default(OnnxDimension);
        }
        return new(inputs[0].Element, shape);
    }

    /// <summary>Inputs data, axes of size 1. Without axes, all such axes go, which only a known shape tells.</summary>
    public static OnnxType Squeeze(IReadOnlyList<OnnxType> inputs)
    {
        var data = inputs[0];
        if (inputs.Count < 2 || inputs[1].Integers is not { } axes) return new(data.Element, null);
        var gone = axes.Select(axis => NodeTypes.Axis(axis.Size ?? 0, data.Shape!.Count)).ToHashSet();
        if (gone.Any(axis => data.Shape![axis].Size is not 1))
            throw new ShapeMismatchException($"an axis of {data} that is to go is not of size 1");
        return new(data.Element, [.. data.Shape!.Where((_, axis) => !gone.Contains(axis))]);
    }

    /// <summary>Inputs data, axes. Without axes all are reduced.</summary>
    public static OnnxType Reduce(IReadOnlyList<OnnxType> inputs, bool keepsAxes)
    {
        var data = inputs[0];
        var axes = inputs.Count > 1 ? inputs[1].Integers : [.. Enumerable.Range(0, data.Shape!.Count).Select(axis => (OnnxDimension)axis)];
        if (axes is null) return new(data.Element, null);
        var reduced = axes.Select(axis => NodeTypes.Axis(axis.Size ?? 0, data.Shape!.Count)).ToHashSet();
        var kept = Enumerable.Range(0, data.Shape!.Count).Where(axis => keepsAxes || !reduced.Contains(axis));
        return new(data.Element, [.. kept.Select(axis => reduced.Contains(axis) ? (OnnxDimension)1 : data.Shape[axis])]);
    }

    /// <summary>Inputs data, starts, ends, axes, steps. From 0 up to a dynamic axis is taken to have that axis's length.</summary>
    public static OnnxType Slice(IReadOnlyList<OnnxType> inputs)
    {
        OnnxDimension[] shape = [.. inputs[0].Shape!];
        var (starts, ends, steps) = (inputs[1].Integers, inputs[2].Integers, inputs.Count > 4 ? inputs[4].Integers : null);
        var axes = inputs.Count > 3 ? inputs[3].Integers : [.. Enumerable.Range(0, starts?.Count ?? 0).Select(axis => (OnnxDimension)axis)];
        if (axes is null || starts?.Count != axes.Count || ends?.Count != axes.Count) return new(inputs[0].Element, new OnnxDimension[shape.Length]);
        for (var i = 0; i < axes.Count; i++)
        {
            var axis = NodeTypes.Axis(axes[i].Size ?? 0, shape.Length);
            var everyOne = inputs.Count <= 4 || (steps?.Count == axes.Count && steps[i].Size == 1);
            shape[axis] = everyOne ? Length(shape[axis], starts[i], ends[i]) : default;
        }
        return new(inputs[0].Element, shape);
    }

    private static OnnxDimension Length(OnnxDimension whole, OnnxDimension start, OnnxDimension end)
    {
        if (start.Size == 0 && end.Axis is not null) return end;
        if (whole.Size is not { } size || start.Size is not { } from || end.Size is not { } to) return default;
        return Math.Max(0, Clamp(to, size) - Clamp(from, size));
    }

    private static long Clamp(long index, long size) => Math.Clamp(index < 0 ? index + size : index, 0, size);

    // The known sizes must multiply to the same number when the dynamic axes are the same on both sides.
    private static void ThrowIfOtherCount(OnnxType data, OnnxDimension[] shape)
    {
        if (shape.Any(d => !d.IsKnown) || data.Shape!.Any(d => !d.IsKnown)) return;
        if (!Axes(shape).SequenceEqual(Axes(data.Shape!)) || Product(shape) != Product(data.Shape!))
            throw new ShapeMismatchException($"{data} cannot be reshaped to [{string.Join(", ", shape)}]");

        static IEnumerable<string> Axes(IEnumerable<OnnxDimension> shape) => shape.Select(d => d.Axis).OfType<string>().Order(StringComparer.Ordinal);
        static long Product(IEnumerable<OnnxDimension> shape) => shape.Aggregate(1L, (product, d) => product * (d.Size ?? 1));
    }
}
