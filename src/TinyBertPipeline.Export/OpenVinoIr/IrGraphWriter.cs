using System.Globalization;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Export.Graphs;

namespace TinyBertPipeline.Export.OpenVinoIr;

/// <summary>
/// Writes the network's words as OpenVINO operators, in the form that the CPU plugin turns into the fewest nodes: linear layers with the
/// weight as [out,in], layer normalization as MVN, one additive mask for all layers. With a quantization plan, linear layers and embeddings are
/// 8-bit.
/// </summary>
internal sealed class IrGraphWriter(IrDocument ir, IrExportOptions options) : IGraphWriter<IrValue>
{
    private const string F32 = "f32";
    private const string I64 = "i64";

    private static readonly KeyValuePair<string, string> _broadcast = new("auto_broadcast", "numpy");

    private readonly IrQuantizedOperators? _quantized = options.Quantization is { } plan ? new(ir, plan, options.Activations) : null;

    public IrValue TokenInput(string name) => ir.Parameter(name, I64, options.InputShape.Dimensions);

    public IrValue Embedding(string site, WeightTensor table, IrValue ids) => ir.Operator(
        ("Gather", "opset8"), $"{site}/Gather", [Table(table, table.Shape), ids, Integer("axis_0", 0)],
        (F32, [.. ids.Dimensions, table.Shape[1]]), new KeyValuePair<string, string>("batch_dims", "0"));

    public IrValue PositionEmbedding(string site, WeightTensor table, IrValue ids)
    {
        var shape = ir.Operator(("ShapeOf", "opset3"), $"{site}/ShapeOf", [ids], (I64, [2]), new KeyValuePair<string, string>("output_type", I64));
        var length = ir.Operator(                                                                        // [1]: T
            ("Gather", "opset8"), $"{site}/Length", [shape, Integers("index_1", 1), Integer("axis_0", 0)], (I64, [1]),
            new KeyValuePair<string, string>("batch_dims", "0"));
        var rows = Table(table, 1, table.Shape[0], table.Shape[1]);
        return ir.Operator(
            ("Slice", "opset8"), $"{site}/Slice", [rows, Integers("start_0", 0), length, Integers("step_1", 1), Integers("axes_1", 1)],
            (F32, [1, ids.Dimensions[1], table.Shape[1]]));
    }

    public IrValue Add(string site, IrValue left, IrValue right) => Elementwise("Add", $"{site}/Add", left, right, left.Dimensions);

    public IrValue LayerNorm(string site, NormWeights weights, IrValue x)
    {
        var normalized = ir.Operator(
            ("MVN", "opset6"), $"{site}/MVN", [x, Integers("axes_last", -1)], (F32, x.Dimensions),
            new KeyValuePair<string, string>("eps", weights.Epsilon.ToString("R", CultureInfo.InvariantCulture)), new KeyValuePair<string, string>("normalize_variance", "true"),
            new KeyValuePair<string, string>("eps_mode", "INSIDE_SQRT"));
        var scaled = Elementwise("Multiply", $"{site}/Multiply", normalized, Vector(weights.Gamma, x.Dimensions.Length), x.Dimensions);
        return Elementwise("Add", $"{site}/Add", scaled, Vector(weights.Beta, x.Dimensions.Length), x.Dimensions);
    }

    public IrValue Linear(string site, WeightTensor weight, WeightTensor bias, IrValue x)
    {
        long[] dimensions = [.. x.Dimensions[..^1], weight.Shape[0]];
        var (input, matrix) = _quantized?.TryQuantize(site, weight, x) ?? (x, Weight(weight, weight.Shape));
        var product = MatMul($"{site}/MatMul", input, matrix, dimensions, transposeRight: true);
        return Elementwise("Add", $"{site}/Add", product, Vector(bias, dimensions.Length), dimensions);
    }

    public IrValue Activation(string site, ActivationKind kind, IrValue x) => kind switch
    {
        ActivationKind.Relu => ir.Operator(("ReLU", "opset1"), $"{site}/ReLU", [x], (F32, x.Dimensions)),
        ActivationKind.Gelu => Gelu(site, "ERF", x),
        ActivationKind.GeluTanh => Gelu(site, "TANH", x),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public IrValue AttentionMask(string site, IrValue mask)
    {
        long[] dimensions = [mask.Dimensions[0], 1, 1, mask.Dimensions[1]];
        var broadcast = ir.Operator(("Unsqueeze", "opset1"), $"{site}/Unsqueeze", [mask, Integers("axes_1_2", 1, 2)], (I64, dimensions));
        var kept = ir.Operator(
            ("Convert", "opset1"), $"{site}/Convert", [broadcast], (F32, dimensions), new KeyValuePair<string, string>("destination_type", F32));
        var masked = Elementwise("Subtract", $"{site}/Subtract", Scalar("one", 1), kept, dimensions);
        return Elementwise("Multiply", $"{site}/Multiply", masked, Scalar("masked_score", (float)BertConstants.MaskedScore), dimensions);
    }

    public IrValue AttentionCore(string site, AttentionInputs<IrValue> inputs, AttentionHeads heads)
    {
        var (batch, length) = (inputs.Query.Dimensions[0], inputs.Query.Dimensions[1]);
        var (query, key, value) = (Heads("query", inputs.Query), Heads("key", inputs.Key), Heads("value", inputs.Value));
        long[] square = [batch, heads.Count, length, length];
        var scores = MatMul($"{site}/Scores", query, key, square, transposeRight: true);
        var scaled = Elementwise("Multiply", $"{site}/Scale", scores, Scalar("attention_scale", heads.Scale), square);
        var masked = Elementwise("Add", $"{site}/Mask", scaled, inputs.Mask, square);
        var probabilities = ir.Operator(("SoftMax", "opset8"), $"{site}/SoftMax", [masked], (F32, square), new KeyValuePair<string, string>("axis", "-1"));
        var context = MatMul($"{site}/Context", probabilities, value, query.Dimensions, transposeRight: false);
        var joined = Transpose($"{site}/Transpose", context, [batch, length, heads.Count, heads.Size]);
        return Reshape($"{site}/Reshape", joined, Integers("join_heads", 0, 0, heads.Width), [batch, length, heads.Width]);

        IrValue Heads(string part, IrValue projected)
        {
            var split = Integers("split_heads", 0, 0, heads.Count, heads.Size);
            var reshaped = Reshape($"{site}/{part}/Reshape", projected, split, [batch, length, heads.Count, heads.Size]);
            return Transpose($"{site}/{part}/Transpose", reshaped, [batch, heads.Count, length, heads.Size]);
        }
    }

    public IrValue Lstm(string site, LstmWeights weights, IrValue x, IrValue mask) => new IrLstm(ir, Weight, site, weights).Write(x, mask);

    public IrValue Crf(string site, IReadOnlyList<WeightTensor> transitions, IrValue emissions) => emissions;

    public IrValue FirstToken(string site, IrValue x) => ir.Operator(
        ("Gather", "opset8"), $"{site}/Gather", [x, Integer("first_token", 0), Integer("axis_1", 1)], (F32, [x.Dimensions[0], x.Dimensions[2]]),
        new KeyValuePair<string, string>("batch_dims", "0"));

    public IrValue Tanh(string site, IrValue x) => ir.Operator(("Tanh", "opset1"), $"{site}/Tanh", [x], (F32, x.Dimensions));

    public void Output(TaskOutput output, IrValue value) => ir.Result(output.Name, value);

    private IrValue Elementwise(string type, string name, IrValue left, IrValue right, long[] dimensions) =>
        ir.Operator((type, "opset1"), name, [left, right], (F32, dimensions), _broadcast);

    private IrValue MatMul(string name, IrValue left, IrValue right, long[] dimensions, bool transposeRight) => ir.Operator(
        ("MatMul", "opset1"), name, [left, right], (F32, dimensions),
        new KeyValuePair<string, string>("transpose_a", "false"), new KeyValuePair<string, string>("transpose_b", transposeRight ? "true" : "false"));

    private IrValue Gelu(string site, string mode, IrValue x) => ir.Operator(
        ("Gelu", "opset7"), $"{site}/Gelu", [x], (F32, x.Dimensions), new KeyValuePair<string, string>("approximation_mode", mode));

    private IrValue Reshape(string name, IrValue x, IrValue target, long[] dimensions) => ir.Operator(
        ("Reshape", "opset1"), name, [x, target], (F32, dimensions), new KeyValuePair<string, string>("special_zero", "true"));

    private IrValue Transpose(string name, IrValue x, long[] dimensions) =>
        ir.Operator(("Transpose", "opset1"), name, [x, Integers("swap_heads", 0, 2, 1, 3)], (F32, dimensions));

    private IrValue Table(WeightTensor table, params long[] dimensions) => _quantized?.Table(table, dimensions) ?? Weight(table, dimensions);

    // Along the last axis of a value with so many axes.
    private IrValue Vector(WeightTensor weight, int rank) => Weight(weight, [.. Enumerable.Repeat(1L, rank - 1), weight.Shape[0]]);

    private IrValue Weight(WeightTensor weight, params long[] dimensions)
    {
        if (!options.CompressToFp16) return ir.Constant(weight.Name, F32, weight.Values, dimensions);
        return ir.Decompress(weight.Name, ir.Constant(weight.Name + "_compressed", "f16", HalfPrecision.Round(weight.Values), dimensions));
    }

    private IrValue Scalar(string name, float value) => ir.Shared(name, F32, [value]);

    private IrValue Integer(string name, long value) => ir.Shared(name, I64, [value]);

    private IrValue Integers(string name, params long[] values) => ir.Shared(name, I64, values, values.Length);
}
