using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Export.Graphs;
using TinyBertPipeline.Export.Onnx;

namespace TinyBertPipeline.Export.Quantization;

/// <summary>Makes outputs of the tensors that are to be quantized, while a graph is described.</summary>
internal sealed class CalibrationProbes
{
    private readonly Dictionary<string, string> _outputs = new(StringComparer.Ordinal);
    private readonly List<KeyValuePair<string, OnnxType>> _outputTypes = [];

    /// <summary>The output of each site.</summary>
    public IReadOnlyDictionary<string, string> Outputs => _outputs;

    /// <summary>The types of the outputs in their order.</summary>
    public IReadOnlyList<KeyValuePair<string, OnnxType>> OutputTypes => _outputTypes;

    /// <summary>Describes the same network, and its probes beside it.</summary>
    public IGraphWriter<string> Decorate(IGraphWriter<string> writer, OnnxGraphBuilder graph) => new ProbedWriter(this, writer, graph);

    private void Add(string site, string value, long width, OnnxGraphBuilder graph)
    {
        if (!_outputs.TryAdd(site, value)) return;      // query, key and value share their input
        var type = OnnxGraphWriter.OutputType((int)width);
        _outputTypes.Add(new(value, type));
        graph.Graph.Output.Add(type.ToProto(value));
    }

    private sealed class ProbedWriter(CalibrationProbes probes, IGraphWriter<string> writer, OnnxGraphBuilder graph) : IGraphWriter<string>
    {
        public string Linear(string site, WeightTensor weight, WeightTensor bias, string x)
        {
            if (QuantizationSites.InputOf(site) is { } input) probes.Add(input, x, weight.Shape[1], graph);
            return writer.Linear(site, weight, bias, x);
        }

        public string TokenInput(string name) => writer.TokenInput(name);

        public string Embedding(string site, WeightTensor table, string ids) => writer.Embedding(site, table, ids);

        public string PositionEmbedding(string site, WeightTensor table, string ids) => writer.PositionEmbedding(site, table, ids);

        public string Add(string site, string left, string right) => writer.Add(site, left, right);

        public string LayerNorm(string site, NormWeights weights, string x) => writer.LayerNorm(site, weights, x);

        public string Activation(string site, ActivationKind kind, string x) => writer.Activation(site, kind, x);

        public string AttentionMask(string site, string mask) => writer.AttentionMask(site, mask);

        public string AttentionCore(string site, AttentionInputs<string> inputs, AttentionHeads heads) => writer.AttentionCore(site, inputs, heads);

        public void Output(string name, string value, int width) => writer.Output(name, value, width);
    }
}
