using System.Globalization;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Export.Graphs;

namespace TinyBertPipeline.Export.OpenVinoIr;

/// <summary>
/// Writes an LSTM in both directions as two of OpenVINO's <c>LSTMSequence</c>, the second one over rows that are turned round within their
/// lengths. The operator has lengths and directions of its own, but the CPU plugin passes over the lengths where the axis of time is
/// dynamic (2026.4), and the backward direction then starts in the padding.
/// </summary>
internal sealed class IrLstm(IrDocument ir, Func<WeightTensor, long[], IrValue> constant, string site, LstmWeights weights)
{
    private const string F32 = "f32";
    private const string I64 = "i64";

    private static readonly int[] _gates = [1, 0, 2, 3];                       // forget, input, cell, output

    public IrValue Write(IrValue x, IrValue mask)
    {
        var (batch, length) = (x.Dimensions[0], x.Dimensions[1]);
        var lengths = ir.Operator(                                                                       // [B]
            ("ReduceSum", "opset1"), $"{site}/Lengths", [mask, Integers("axes_1", 1)], (I64, [batch]), Data("keep_dims", "false"));
        var whole = WholeLengths(x);
        var forward = Direction("forward", weights.Forward, x, whole);                                   // [B,T,H]
        var backward = Turn("Back", Direction("backward", weights.Backward, Turn("Turned", x, lengths), whole), lengths);
        var states = ir.Operator(
            ("Concat", "opset1"), $"{site}/Concat", [forward, backward], (F32, [batch, length, 2 * weights.Units]), Data("axis", "2"));
        var real = ir.Operator(("Unsqueeze", "opset1"), $"{site}/Unsqueeze", [mask, Integers("axes_2", 2)], (I64, [batch, length, 1]));
        var kept = ir.Operator(
            ("Convert", "opset1"), $"{site}/Convert", [real], (F32, [batch, length, 1]), Data("destination_type", F32));
        return ir.Operator(
            ("Multiply", "opset1"), $"{site}/Multiply", [states, kept], (F32, states.Dimensions), Data("auto_broadcast", "numpy"));
    }

    // T for each row. In this form the plugin knows that there is nothing to pass over; [B].
    private IrValue WholeLengths(IrValue x)
    {
        var shape = ir.Operator(("ShapeOf", "opset3"), $"{site}/ShapeOf", [x], (I64, [3]), Data("output_type", I64));
        return ir.Operator(
            ("Broadcast", "opset3"), $"{site}/WholeLengths", [Part("Length", 1), Part("Batch", 0)], (I64, [x.Dimensions[0]]),
            Data("mode", "numpy"));

        IrValue Part(string name, int axis) => ir.Operator(
            ("Gather", "opset8"), $"{site}/{name}", [shape, Integers($"index_{axis}", axis), ir.Shared("axis_0", I64, [0L])], (I64, [1]),
            Data("batch_dims", "0"));
    }

    private IrValue Direction(string name, LstmDirection direction, IrValue x, IrValue lengths)
    {
        var (batch, length, units) = (x.Dimensions[0], x.Dimensions[1], weights.Units);
        var zeros = Zeros(name, x);
        var states = ir.Operator(
            ("LSTMSequence", "opset5"), $"{site}/{name}/LSTMSequence",
            [x, zeros, zeros, lengths, Weight(direction.Input), Weight(direction.Recurrent), Weight(direction.Bias)],
            [(F32, [batch, 1, length, units]), (F32, [batch, 1, units]), (F32, [batch, 1, units])],
            Data("direction", "forward"), Data("hidden_size", units.ToString(CultureInfo.InvariantCulture)),
            Data("activations", "sigmoid, tanh, tanh"), Data("activations_alpha", ""), Data("activations_beta", ""), Data("clip", "0"));
        return ir.Operator(
            ("Reshape", "opset1"), $"{site}/{name}/Reshape", [states, Integers($"{site}/states", 0, -1, units)],
            (F32, [batch, length, units]), Data("special_zero", "true"));
    }

    // First states [B,1,H] of a batch whose size is known when the model runs.
    private IrValue Zeros(string name, IrValue x)
    {
        var shape = ir.Operator(("ShapeOf", "opset3"), $"{site}/{name}/ShapeOf", [x], (I64, [3]), Data("output_type", I64));
        var rows = ir.Operator(
            ("Gather", "opset8"), $"{site}/{name}/Batch", [shape, Integers("index_0", 0), ir.Shared("axis_0", I64, [0L])], (I64, [1]),
            Data("batch_dims", "0"));
        var target = ir.Operator(
            ("Concat", "opset1"), $"{site}/{name}/StateShape", [rows, Integers($"{site}/state", 1, weights.Units)], (I64, [3]),
            Data("axis", "0"));
        return ir.Operator(
            ("Broadcast", "opset3"), $"{site}/{name}/Zeros", [ir.Shared("zero", F32, [0f]), target],
            (F32, [x.Dimensions[0], 1, weights.Units]), Data("mode", "numpy"));
    }

    // Each row's pieces the other way round; padding stays behind them.
    private IrValue Turn(string name, IrValue x, IrValue lengths) => ir.Operator(
        ("ReverseSequence", "opset1"), $"{site}/{name}", [x, lengths], (F32, x.Dimensions), Data("batch_axis", "0"), Data("seq_axis", "1"));

    private IrValue Weight(WeightTensor weight) =>
        constant(weight with { Name = $"{weight.Name}_fico", Values = LstmWeights.InOrder(weight, _gates) }, [1, .. weight.Shape]);

    private IrValue Integers(string name, params long[] values) => ir.Shared(name, I64, values, values.Length);

    private static KeyValuePair<string, string> Data(string name, string value) => new(name, value);
}
