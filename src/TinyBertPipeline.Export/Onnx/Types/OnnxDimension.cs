using System.Globalization;
using static TinyBertPipeline.Export.Onnx.TensorShapeProto.Types;

namespace TinyBertPipeline.Export.Onnx.Types;

/// <summary>One axis of a tensor: a size, the name of a dynamic axis, or unknown (the default).</summary>
internal readonly record struct OnnxDimension(long? Size, string? Axis)
{
    public static implicit operator OnnxDimension(long size) => new(size, null);

    public static implicit operator OnnxDimension(string axis) => new(null, axis);

    public bool IsKnown => Size is not null || Axis is not null;

    public static OnnxDimension Read(Dimension dimension) => dimension.ValueCase switch
    {
        Dimension.ValueOneofCase.DimValue => dimension.DimValue,
        Dimension.ValueOneofCase.DimParam => dimension.DimParam,
        _ => default,
    };

    public Dimension ToProto() => Size is { } size ? new() { DimValue = size } : Axis is null ? new() : new() { DimParam = Axis };

    public override string ToString() => Size?.ToString(CultureInfo.InvariantCulture) ?? Axis ?? "?";
}
