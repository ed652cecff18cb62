using System.Globalization;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Export.Graphs;

namespace TinyBertPipeline.Export.OpenVinoIr;

/// <summary>
/// Writes an LSTM in both directions as OpenVINO's <c>LSTMSequence</c> with the lengths of the rows: states behind a row's last piece are
/// 0, and the backward direction starts at it.
/// </summary>
internal sealed class IrLstm(IrDocument ir, Func<WeightTensor, long[], IrValue> weight)
{
    private const string F32 = "f32";
    private const string I64 = "i64";

    private static readonly int[] _gates = [1, 0, 2, 3];                       // forget, input, cell, output

    public IrValue Write(string site, LstmWeights weights, IrValue x, IrValue mask)
    {
        var (batch, length, inputs, units) = (x.Dimensions[0], x.Dimensions[1], weights.Inputs, weights.Units);
        var lengths = ir.Operator(                                                                       // [B]
            ("ReduceSum", "opset1"), $"{site}/ReduceSum", [mask, Integers("axes_1", 1)], (I64, [batch]),
            new KeyValuePair<string, string>("keep_dims", "false"));
        var zeros = Zeros(site, x, batch, units);
        var states = ir.Operator(
            ("LSTMSequence", "opset5"), $"{site}/LSTMSequence",
            [
                x, zeros, zeros, lengths,
                Weight($"{site}.weight_ih", weights.Stack(direction => direction.Input, _gates), 2, 4 * units, inputs),
                Weight($"{site}.weight_hh", weights.Stack(direction => direction.Recurrent, _gates), 2, 4 * units, units),
                Weight($"{site}.bias", weights.Stack(direction => direction.Bias, _gates), 2, 4 * units),
            ],
            [(F32, [batch, 2, length, units]), (F32, [batch, 2, units]), (F32, [batch, 2, units])],
            new("direction", "bidirectional"), new("hidden_size", units.ToString(CultureInfo.InvariantCulture)),
            new("activations", "sigmoid, tanh, tanh"), new("activations_alpha", ""), new("activations_beta", ""), new("clip", "0"));
        var rows = ir.Operator(                                                                          // [B,T,2,H]
            ("Transpose", "opset1"), $"{site}/Transpose", [states, Integers("swap_heads", 0, 2, 1, 3)], (F32, [batch, length, 2, units]));
        return ir.Operator(
            ("Reshape", "opset1"), $"{site}/Reshape", [rows, Integers($"{site}/join_directions", 0, 0, 2 * units)],
            (F32, [batch, length, 2 * units]), new KeyValuePair<string, string>("special_zero", "true"));
    }

    // First states [B,2,H] of a batch whose size is known when the model runs.
    private IrValue Zeros(string site, IrValue x, long batch, int units)
    {
        var shape = ir.Operator(
            ("ShapeOf", "opset3"), $"{site}/ShapeOf", [x], (I64, [3]), new KeyValuePair<string, string>("output_type", I64));
        var rows = ir.Operator(
            ("Gather", "opset8"), $"{site}/Batch", [shape, Integers("index_0", 0), ir.Shared("axis_0", I64, [0L])], (I64, [1]),
            new KeyValuePair<string, string>("batch_dims", "0"));
        var target = ir.Operator(
            ("Concat", "opset1"), $"{site}/StateShape", [rows, Integers($"{site}/state_shape", 2, units)], (I64, [3]),
            new KeyValuePair<string, string>("axis", "0"));
        return ir.Operator(
            ("Broadcast", "opset3"), $"{site}/Zeros", [ir.Shared("zero", F32, [0f]), target], (F32, [batch, 2, units]),
            new KeyValuePair<string, string>("mode", "numpy"));
    }

    private IrValue Weight(string name, float[] values, params long[] dimensions) =>
        weight(new WeightTensor(name, dimensions, values), dimensions);

    private IrValue Integers(string name, params long[] values) => ir.Shared(name, I64, values, values.Length);
}
