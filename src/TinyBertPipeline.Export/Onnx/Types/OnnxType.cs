using System.Buffers.Binary;
using static TinyBertPipeline.Export.Onnx.TensorProto.Types;

namespace TinyBertPipeline.Export.Onnx.Types;

/// <summary>What is known of a value: element type, axes, and the content of a small vector of integers (shapes, axes, indices).</summary>
/// <param name="Element">The element type.</param>
/// <param name="Shape">The axes, or null when not even their number is known.</param>
internal sealed record OnnxType(DataType Element, IReadOnlyList<OnnxDimension>? Shape)
{
    private const int MaxIntegers = 16;

    /// <summary>The most axes that are followed: a broken file may name any number, and operators add them up.</summary>
    private const int MaxRank = 64;

    /// <summary>The axes, or null when not even their number is known.</summary>
    public IReadOnlyList<OnnxDimension>? Shape { get; init; } = Shape?.Count <= MaxRank ? Shape : null;

    /// <summary>The elements of an integer scalar or vector, where they are known; an element may be a dynamic axis.</summary>
    public IReadOnlyList<OnnxDimension>? Integers { get; init; }

    public static OnnxType Read(ValueInfoProto info)
    {
        var tensor = info.Type?.TensorType;
        return new((DataType)(tensor?.ElemType ?? 0), tensor?.Shape?.Dim.Select(OnnxDimension.Read).ToArray());
    }

    public static OnnxType Read(TensorProto tensor)
    {
        var type = new OnnxType((DataType)tensor.DataType, tensor.Dims.Select(size => (OnnxDimension)size).ToArray());
        return type.Element == DataType.Int64 && tensor.Dims.Count <= 1 ? type with { Integers = ReadIntegers(tensor) } : type;
    }

    public ValueInfoProto ToProto(string name)
    {
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)Element };
        if (Shape is not null) tensor.Shape = new() { Dim = { Shape.Select(dimension => dimension.ToProto()) } };
        return new() { Name = name, Type = new() { TensorType = tensor } };
    }

    public override string ToString() => $"{NameOf(Element)} {(Shape is null ? "[...]" : $"[{string.Join(", ", Shape)}]")}";

    /// <summary>The element type as the ONNX documents spell it, for example <c>int64</c>.</summary>
    public static string NameOf(DataType type) => Enum.IsDefined(type) ? type.ToString().ToLowerInvariant() : $"type {(int)type}";

    private static OnnxDimension[]? ReadIntegers(TensorProto tensor)
    {
        if (!tensor.HasRawData) return tensor.Int64Data.Count <= MaxIntegers ? [.. tensor.Int64Data.Select(value => (OnnxDimension)value)] : null;
        var bytes = tensor.RawData.Span;
        if (bytes.Length % sizeof(long) != 0 || bytes.Length > MaxIntegers * sizeof(long)) return null;
        var values = new OnnxDimension[bytes.Length / sizeof(long)];
        for (var i = 0; i < values.Length; i++) values[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes[(i * sizeof(long))..]);
        return values;
    }
}
