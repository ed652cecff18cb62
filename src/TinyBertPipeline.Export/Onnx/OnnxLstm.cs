using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Export.Graphs;
using static TinyBertPipeline.Export.Onnx.TensorProto.Types;

namespace TinyBertPipeline.Export.Onnx;

/// <summary>
/// Writes an LSTM in both directions as two of ONNX's <c>LSTM</c>, the second one over rows that are turned round within their lengths: its
/// states are exact whatever stands at padding. The standard's own <c>sequence_lens</c> and <c>bidirectional</c> would do, too, but
/// OpenVINO, which reads these files, passes over the lengths where the axis of time is dynamic. Time comes first, for ONNX Runtime refuses
/// <c>layout</c> 1. Source of order and shapes: <c>onnx/defs/rnn/defs.cc</c>.
/// </summary>
internal sealed class OnnxLstm(OnnxGraphBuilder graph, string site, LstmWeights weights)
{
    private static readonly int[] _gates = [0, 3, 1, 2];                       // input, output, forget, cell

    public string Write(string x, string mask)
    {
        var lengths = graph.Node(                                                                                           // [B]
            "ReduceSum", $"{site}/Lengths", [mask, graph.Integers("axis_1", [1])], OnnxAttributes.Integer("keepdims", 0));
        var timeFirst = graph.Node("Transpose", $"{site}/TimeFirst", [x], OnnxAttributes.Integers("perm", 1, 0, 2));        // [T,B,I]
        var forward = Direction("forward", weights.Forward, timeFirst);                                                     // [T,B,H]
        var backward = Turn("Back", Direction("backward", weights.Backward, Turn("Turned", timeFirst, lengths)), lengths);
        var states = graph.Node("Concat", $"{site}/Concat", [forward, backward], OnnxAttributes.Integer("axis", 2));        // [T,B,2H]
        var rows = graph.Node("Transpose", $"{site}/RowsFirst", [states], OnnxAttributes.Integers("perm", 1, 0, 2));        // [B,T,2H]
        var real = graph.Node("Unsqueeze", $"{site}/Unsqueeze", [mask, graph.Integers("axis_2", [2])]);                     // [B,T,1]
        var kept = graph.Node("Cast", $"{site}/Cast", [real], OnnxAttributes.Integer("to", (long)DataType.Float));
        return graph.Node("Mul", $"{site}/Mul", [rows, kept]);
    }

    private string Direction(string name, LstmDirection direction, string x)
    {
        var states = graph.Node("LSTM", $"{site}/{name}/LSTM",
            [
                x,
                Constant(direction.Input, InOrder(direction.Input), [1, .. direction.Input.Shape]),
                Constant(direction.Recurrent, InOrder(direction.Recurrent), [1, .. direction.Recurrent.Shape]),
                // The standard has two biases a gate; the second one is 0.
                Constant(direction.Bias, [.. InOrder(direction.Bias), .. new float[4 * weights.Units]], 1, 8 * weights.Units),
            ],
            OnnxAttributes.Integer("hidden_size", weights.Units));                                                          // [T,1,B,H]
        return graph.Node("Squeeze", $"{site}/{name}/Squeeze", [states, graph.Integers("axis_1", [1])]);

        string Constant(WeightTensor weight, float[] values, params long[] dims) =>
            graph.Constant($"{weight.Name}_iofc", DataType.Float, values, dims, isWeight: true);
    }

    // Each row's pieces the other way round; padding stays behind them.
    private string Turn(string name, string x, string lengths) => graph.Node(
        "ReverseSequence", $"{site}/{name}", [x, lengths], OnnxAttributes.Integer("time_axis", 0), OnnxAttributes.Integer("batch_axis", 1));

    private static float[] InOrder(WeightTensor weight) => LstmWeights.InOrder(weight, _gates);
}
