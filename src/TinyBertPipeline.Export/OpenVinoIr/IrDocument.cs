using System.Globalization;

namespace TinyBertPipeline.Export.OpenVinoIr;

/// <summary>Layers and constants of an IR (version 11) while it is built; <see cref="IrXml"/> writes it.</summary>
internal sealed class IrDocument
{
    private readonly List<IrLayer> _layers = [];
    private readonly Dictionary<string, IrValue> _shared = new(StringComparer.Ordinal);

    public IReadOnlyList<IrLayer> Layers => _layers;

    public IrConstants Constants { get; } = new();

    /// <summary>A model input. The order of these calls is the order of the inputs.</summary>
    public IrValue Parameter(string name, string type, long[] dimensions)
    {
        var shape = string.Join(',', dimensions.Select(d => d < 0 ? "?" : Text(d)));
        var layer = Append("Parameter", "opset1", name, [], type, dimensions, [new("shape", shape), new("element_type", type)]);
        layer.OutputName = name;
        return layer.Output!;
    }

    /// <summary>A constant.</summary>
    public IrValue Constant<T>(string name, string type, T[] values, params long[] dimensions)
        where T : unmanaged
    {
        var (offset, size) = Constants.Add(values);
        return Append("Const", "opset1", name, [], type, dimensions,
            [new("element_type", type), new("shape", string.Join(", ", dimensions)), new("offset", Text(offset)), new("size", Text(size))]).Output!;
    }

    /// <summary>A constant that all who ask for the same name share.</summary>
    public IrValue Shared<T>(string name, string type, T[] values, params long[] dimensions)
        where T : unmanaged
    {
        if (!_shared.TryGetValue(name, out var value)) _shared.Add(name, value = Constant(name, type, values, dimensions));
        return value;
    }

    /// <summary>A layer with one output.</summary>
    /// <param name="type">Operator and operator set, for example <c>MatMul</c>, <c>opset1</c>.</param>
    /// <param name="name">A unique name.</param>
    /// <param name="inputs">Its inputs in order.</param>
    /// <param name="output">Element type and axes of its output.</param>
    /// <param name="data">Its attributes.</param>
    public IrValue Operator(
        (string Name, string Version) type, string name, IrValue[] inputs, (string Type, long[] Dimensions) output,
        params KeyValuePair<string, string>[] data) => Operator(type, name, inputs, [output], data);

    /// <summary>A layer with several outputs, of which only the first is used.</summary>
    /// <param name="type">Operator and operator set.</param>
    /// <param name="name">A unique name.</param>
    /// <param name="inputs">Its inputs in order.</param>
    /// <param name="outputs">Element types and axes of its outputs.</param>
    /// <param name="data">Its attributes.</param>
    public IrValue Operator(
        (string Name, string Version) type, string name, IrValue[] inputs, (string Type, long[] Dimensions)[] outputs,
        params KeyValuePair<string, string>[] data)
    {
        var layer = new IrLayer
        {
            Id = _layers.Count,
            Name = name,
            Type = type.Name,
            Version = type.Version,
            Data = data,
            Inputs = inputs,
            Output = Port(0),
            UnusedOutputs = [.. Enumerable.Range(1, outputs.Length - 1).Select(Port)],
        };
        _layers.Add(layer);
        return layer.Output;

        IrValue Port(int output) => new(_layers.Count, inputs.Length + output, outputs[output].Type, outputs[output].Dimensions);
    }

    /// <summary>Converts a constant that is stored in half precision to 32-bit floats.</summary>
    public IrValue Decompress(string name, IrValue constant) =>
        Append("Convert", "opset1", name, [constant], "f32", constant.Dimensions, [new("destination_type", "f32")], isDecompression: true).Output!;

    /// <summary>A model output: names the tensor and ends the graph there.</summary>
    public void Result(string name, IrValue value)
    {
        _layers[value.Layer].OutputName = name;
        _layers.Add(new() { Id = _layers.Count, Name = name + "/Result", Type = "Result", Version = "opset1", Inputs = [value] });
    }

    private IrLayer Append(
        string type, string version, string name, IrValue[] inputs, string elementType, long[] dimensions,
        IReadOnlyList<KeyValuePair<string, string>> data, bool isDecompression = false)
    {
        var layer = new IrLayer
        {
            Id = _layers.Count,
            Name = name,
            Type = type,
            Version = version,
            Data = data,
            Inputs = inputs,
            Output = new(_layers.Count, inputs.Length, elementType, dimensions),
            IsDecompression = isDecompression,
        };
        _layers.Add(layer);
        return layer;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>An output port of a layer, which other layers take as input.</summary>
/// <param name="Layer">The layer's id.</param>
/// <param name="Port">The port's id in that layer: inputs come first.</param>
/// <param name="Type">The element type in the format's spelling, for example <c>f32</c>.</param>
/// <param name="Dimensions">The axes; -1 is dynamic.</param>
internal sealed record IrValue(int Layer, int Port, string Type, long[] Dimensions);
