using TinyBertPipeline.Export.Graphs;
using static TinyBertPipeline.Export.Onnx.TensorProto.Types;

namespace TinyBertPipeline.Export.Onnx;

/// <summary>
/// Writes an LSTM in both directions as ONNX's <c>LSTM</c> with the lengths of the rows: the backward direction then starts at a row's last
/// piece, as in training. Time comes first, for ONNX Runtime refuses <c>layout</c> 1. Source of order and shapes:
/// <c>onnx/defs/rnn/defs.cc</c>.
/// </summary>
internal static class OnnxLstm
{
    private static readonly int[] _gates = [0, 3, 1, 2];                       // input, output, forget, cell

    public static string Write(OnnxGraphBuilder graph, string site, LstmWeights weights, string x, string mask)
    {
        var (inputs, units) = (weights.Inputs, weights.Units);
        var counts = graph.Node(
            "ReduceSum", $"{site}/ReduceSum", [mask, graph.Integers("axis_1", [1])], OnnxAttributes.Integer("keepdims", 0));
        var lengths = graph.Node("Cast", $"{site}/Cast", [counts], OnnxAttributes.Integer("to", (long)DataType.Int32));     // [B]
        var timeFirst = graph.Node("Transpose", $"{site}/TimeFirst", [x], OnnxAttributes.Integers("perm", 1, 0, 2));        // [T,B,I]
        var states = graph.Node("LSTM", $"{site}/LSTM",
            [
                timeFirst,
                Constant("weight_ih", weights.Stack(direction => direction.Input, _gates), 2, 4 * units, inputs),
                Constant("weight_hh", weights.Stack(direction => direction.Recurrent, _gates), 2, 4 * units, units),
                Constant("bias", [.. Biases(weights.Forward), .. Biases(weights.Backward)], 2, 8 * units),
                lengths,
            ],
            OnnxAttributes.Text("direction", "bidirectional"), OnnxAttributes.Integer("hidden_size", units));               // [T,2,B,H]
        var rows = graph.Node("Transpose", $"{site}/Transpose", [states], OnnxAttributes.Integers("perm", 2, 0, 1, 3));     // [B,T,2,H]
        return graph.Node("Reshape", $"{site}/Reshape", [rows, graph.Integers($"{site}/join_directions", [0, 0, 2 * units])]);

        string Constant(string name, float[] values, params long[] dims) =>
            graph.Constant($"{site}.{name}", DataType.Float, values, dims, isWeight: true);

        // The standard has two biases a gate; the second one is 0.
        IEnumerable<float> Biases(LstmDirection direction) => [.. LstmWeights.InOrder(direction.Bias, _gates), .. new float[4 * units]];
    }
}
