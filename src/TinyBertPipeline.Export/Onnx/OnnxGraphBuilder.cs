using System.Runtime.InteropServices;
using Google.Protobuf;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;

namespace TinyBertPipeline.Export.Onnx;

/// <summary>Collects nodes, initializers, inputs and outputs of a graph; values are known by their names.</summary>
/// <param name="maxBytes">The most that the initializers may hold together: a protobuf message ends at 2 GiB.</param>
internal sealed class OnnxGraphBuilder(long maxBytes = OnnxGraphBuilder.MessageLimit)
{
    /// <summary>2 GiB less a megabyte for everything that is not a weight.</summary>
    public const long MessageLimit = int.MaxValue - (1 << 20);

    private readonly HashSet<string> _initializers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _weightUses = new(StringComparer.Ordinal);
    private long _bytes;

    public GraphProto Graph { get; } = new();

    /// <summary>How often each weight's initializer is to be consumed.</summary>
    public IReadOnlyDictionary<string, int> WeightUses => _weightUses;

    /// <summary>Adds a node with one output, which gets the node's name.</summary>
    public string Node(string operatorType, string name, string[] inputs, params AttributeProto[] attributes)
    {
        Graph.Node.Add(new NodeProto { Name = name, OpType = operatorType, Input = { inputs }, Output = { name }, Attribute = { attributes } });
        return name;
    }

    /// <summary>A weight as it lies in the checkpoint.</summary>
    public string Weight(WeightTensor tensor)
    {
        CountUse(tensor.Name);
        return Floats(tensor.Name, tensor.Shape, () => tensor.Values);
    }

    /// <summary>A weight with another shape over the same values.</summary>
    public string Weight(WeightTensor tensor, params long[] shape)
    {
        CountUse(tensor.Name);
        return Floats(tensor.Name, shape, () => tensor.Values);
    }

    /// <summary>A linear layer's weight [out,in] as [in,out], the layout in which MatMul takes it without a Transpose node.</summary>
    public string Transposed(WeightTensor tensor)
    {
        var name = tensor.Name + "_transposed";
        CountUse(name);
        return Floats(name, [tensor.Shape[1], tensor.Shape[0]], () => Transpose(tensor));
    }

    /// <summary>A constant scalar, shared by all who ask for the same name.</summary>
    public string Scalar(string name, float value) => Floats(name, [], () => [value]);

    /// <summary>A constant vector of integers (or a scalar, when <paramref name="isScalar"/>), shared by all who ask for the same name.</summary>
    public string Integers(string name, long[] values, bool isScalar = false)
    {
        if (!_initializers.Add(name)) return name;
        var bytes = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan()));
        long[] dims = isScalar ? [] : [values.Length];
        Graph.Initializer.Add(new TensorProto { Name = name, DataType = (int)TensorProto.Types.DataType.Int64, Dims = { dims }, RawData = bytes });
        return name;
    }

    /// <summary>A constant that belongs to one quantized tensor: scales, zero points, or (counted as a weight) its integers.</summary>
    public string Constant<T>(string name, TensorProto.Types.DataType type, T[] values, long[] dims, bool isWeight = false)
        where T : unmanaged
    {
        if (_initializers.Contains(name)) throw new InvalidOperationException($"there is a constant {name} already");
        if (isWeight) CountUse(name);
        return Values(name, type, dims, () => values);
    }

    private string Floats(string name, long[] dims, Func<float[]> values) => Values(name, TensorProto.Types.DataType.Float, dims, values);

    private string Values<T>(string name, TensorProto.Types.DataType type, long[] dims, Func<T[]> values)
        where T : unmanaged
    {
        if (!_initializers.Add(name)) return name;
        var bytes = MemoryMarshal.AsBytes(values().AsSpan()).ToArray();
        _bytes += bytes.Length;
        if (_bytes > maxBytes)
        {
            throw new InvalidInputException(InputKind.Model, null,
                $"the weights take more than {maxBytes} bytes, which one ONNX file cannot hold (limit of protobuf messages: 2 GiB)");
        }
        Graph.Initializer.Add(new TensorProto
        {
            Name = name,
            DataType = (int)type,
            Dims = { dims },
            RawData = UnsafeByteOperations.UnsafeWrap(bytes),
        });
        return name;
    }

    private void CountUse(string name) => _weightUses[name] = _weightUses.GetValueOrDefault(name) + 1;

    private static float[] Transpose(WeightTensor tensor)
    {
        var (rows, columns) = ((int)tensor.Shape[0], (int)tensor.Shape[1]);
        var result = new float[tensor.Values.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++) result[column * rows + row] = tensor.Values[row * columns + column];
        }
        return result;
    }
}
