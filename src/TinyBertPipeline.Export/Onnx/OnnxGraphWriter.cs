using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Export.Graphs;
using TinyBertPipeline.Export.Onnx.Types;
using static TinyBertPipeline.Export.Onnx.TensorProto.Types;

namespace TinyBertPipeline.Export.Onnx;

/// <summary>
/// Writes the network's words as standard ONNX operators. Linear weights are stored as [in,out]; biases and residuals are separate Adds,
/// the form that ONNX Runtime runs fastest. With a quantization plan, linear layers and embeddings are 8-bit. A value is its name.
/// </summary>
internal sealed class OnnxGraphWriter(OnnxGraphBuilder graph, OnnxExportOptions options, CalibrationProbes? probes = null) : IGraphWriter<string>
{
    private const string BatchAxis = "batch_size";
    private const string SequenceAxis = "sequence_length";

    /// <summary>Type of the inputs; the axis names are those that Hugging Face's exporters use.</summary>
    public static OnnxType TokenType { get; } = new(DataType.Int64, [BatchAxis, SequenceAxis]);

    private readonly OnnxActivation _activation = new(graph, options.Opset);
    private readonly OnnxQuantizedOperators? _quantized = options.Quantization is { } plan ? new(graph, plan) : null;

    /// <summary>Type of a tensor with <paramref name="width"/> values a position.</summary>
    public static OnnxType PositionType(int width) => new(DataType.Float, [BatchAxis, SequenceAxis, width]);

    /// <summary>Type of a task's output.</summary>
    public static OnnxType OutputType(TaskOutput output) =>
        output.Rows == OutputRows.Position ? PositionType(output.Width) : new(DataType.Float, [BatchAxis, output.Width]);

    public string TokenInput(string name)
    {
        graph.Graph.Input.Add(TokenType.ToProto(name));
        return name;
    }

    public string Embedding(string site, WeightTensor table, string ids) => _quantized is null
        ? graph.Node("Gather", $"{site}/Gather", [graph.Weight(table), ids])
        : _quantized.Embedding(site, table, ids);

    public string PositionEmbedding(string site, WeightTensor table, string ids)
    {
        var shape = graph.Node("Shape", $"{site}/Shape", [ids]);
        var length = graph.Node("Gather", $"{site}/Length", [shape, graph.Integers("index_1", [1])]);                   // [1]: T
        if (_quantized is not null) return _quantized.PositionEmbedding(site, table, FirstRows);
        return FirstRows("Slice", graph.Weight(table, 1, table.Shape[0], table.Shape[1]));

        string FirstRows(string name, string rows) =>
            graph.Node("Slice", $"{site}/{name}", [rows, graph.Integers("start_0", [0]), length, graph.Integers("axis_1", [1])]);
    }

    public string Add(string site, string left, string right) => graph.Node("Add", $"{site}/Add", [left, right]);

    public string LayerNorm(string site, NormWeights weights, string x) => graph.Node(
        "LayerNormalization", $"{site}/LayerNormalization", [x, graph.Weight(weights.Gamma), graph.Weight(weights.Beta)],
        OnnxAttributes.Integer("axis", -1), OnnxAttributes.Float("epsilon", weights.Epsilon));

    public string Linear(string site, WeightTensor weight, WeightTensor bias, string x)
    {
        probes?.Add(site, x, weight.Shape[1], graph);
        var product = _quantized?.TryMatMul(site, weight, x) ?? graph.Node("MatMul", $"{site}/MatMul", [x, graph.Transposed(weight)]);
        return graph.Node("Add", $"{site}/Add", [product, graph.Weight(bias)]);
    }

    public string Activation(string site, ActivationKind kind, string x) => _activation.Write(site, kind, x);

    public string AttentionMask(string site, string mask)
    {
        var broadcast = graph.Node("Unsqueeze", $"{site}/Unsqueeze", [mask, graph.Integers("axes_1_2", [1, 2])]);        // [B,1,1,T]
        var kept = graph.Node("Cast", $"{site}/Cast", [broadcast], OnnxAttributes.Integer("to", (long)DataType.Float));
        var masked = graph.Node("Sub", $"{site}/Sub", [graph.Scalar("one", 1), kept]);
        return graph.Node("Mul", $"{site}/Mul", [masked, graph.Scalar("masked_score", (float)BertConstants.MaskedScore)]);
    }

    public string AttentionCore(string site, AttentionInputs<string> inputs, AttentionHeads heads)
    {
        var split = graph.Integers("split_heads", [0, 0, heads.Count, heads.Size]);
        var query = Heads("query", inputs.Query, 0, 2, 1, 3);                                                            // [B,A,T,H/A]
        var key = Heads("key", inputs.Key, 0, 2, 3, 1);                                                                  // [B,A,H/A,T]
        var value = Heads("value", inputs.Value, 0, 2, 1, 3);
        var scores = graph.Node("MatMul", $"{site}/Scores", [query, key]);                                               // [B,A,T,T]
        // One constant a layer: OpenVINO's plugin takes the factor into the projection of the keys only when nothing else uses it.
        var scaled = graph.Node("Mul", $"{site}/Scale", [scores, graph.Scalar($"{site}/scale", heads.Scale)]);
        var masked = graph.Node("Add", $"{site}/Mask", [scaled, inputs.Mask]);
        var probabilities = graph.Node("Softmax", $"{site}/Softmax", [masked], OnnxAttributes.Integer("axis", -1));
        var context = graph.Node("MatMul", $"{site}/Context", [probabilities, value]);                                   // [B,A,T,H/A]
        var joined = graph.Node("Transpose", $"{site}/Transpose", [context], OnnxAttributes.Integers("perm", 0, 2, 1, 3));
        return graph.Node("Reshape", $"{site}/Reshape", [joined, graph.Integers("join_heads", [0, 0, heads.Width])]);          // [B,T,H]

        string Heads(string part, string projected, params long[] order)
        {
            var reshaped = graph.Node("Reshape", $"{site}/{part}/Reshape", [projected, split]);                          // [B,T,A,H/A]
            return graph.Node("Transpose", $"{site}/{part}/Transpose", [reshaped], OnnxAttributes.Integers("perm", order));
        }
    }

    public string Lstm(string site, LstmWeights weights, string x, string mask) => new OnnxLstm(graph, site, weights).Write(x, mask);

    public string Crf(string site, IReadOnlyList<WeightTensor> transitions, string emissions) => emissions;

    public string FirstToken(string site, string x) =>
        graph.Node("Gather", $"{site}/Gather", [x, graph.Integers("first_token", [0], isScalar: true)], OnnxAttributes.Integer("axis", 1));

    public string Tanh(string site, string x) => graph.Node("Tanh", $"{site}/Tanh", [x]);

    public void Output(TaskOutput output, string value)
    {
        graph.Graph.Node.Single(node => node.Output[0] == value).Output[0] = output.Name;
        graph.Graph.Output.Add(OutputType(output).ToProto(output.Name));
    }
}
