using TinyBertPipeline.Export.Onnx.Types;
using TinyBertPipeline.Export.Quantization;

namespace TinyBertPipeline.Export.Onnx;

/// <summary>Makes outputs of the tensors that are to be quantized, while a graph is described.</summary>
internal sealed class CalibrationProbes
{
    private readonly Dictionary<string, string> _outputs = new(StringComparer.Ordinal);
    private readonly List<KeyValuePair<string, OnnxType>> _outputTypes = [];

    /// <summary>The output of each site.</summary>
    public IReadOnlyDictionary<string, string> Outputs => _outputs;

    /// <summary>The types of the outputs in their order.</summary>
    public IReadOnlyList<KeyValuePair<string, OnnxType>> OutputTypes => _outputTypes;

    /// <summary>Makes an output of the input of a linear layer, where that is quantized.</summary>
    /// <param name="linear">The layer's site.</param>
    /// <param name="value">Its input [B,T,channels].</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="graph">The graph that gets the output.</param>
    public void Add(string linear, string value, long channels, OnnxGraphBuilder graph)
    {
        // Query, key and value share their input.
        if (QuantizationSites.InputOf(linear) is not { } site || !_outputs.TryAdd(site, value)) return;
        var type = OnnxGraphWriter.PositionType((int)channels);
        _outputTypes.Add(new(value, type));
        graph.Graph.Output.Add(type.ToProto(value));
    }
}
