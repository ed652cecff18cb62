using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Export.Quantization;
using static TinyBertPipeline.Export.Onnx.TensorProto.Types;

namespace TinyBertPipeline.Export.Onnx;

/// <summary>
/// The 8-bit operators in the form that ONNX Runtime fuses into integer kernels: QuantizeLinear and DequantizeLinear around one unsigned
/// activation tensor, signed weights with a DequantizeLinear alone, nothing behind the MatMul.
/// </summary>
internal sealed class OnnxQuantizedOperators(OnnxGraphBuilder graph, QuantizationPlan plan)
{
    private readonly Dictionary<string, string> _activations = new(StringComparer.Ordinal);

    /// <summary>x Wᵀ in 8 bits, or null when the plan leaves this layer float.</summary>
    public string? TryMatMul(string linear, WeightTensor weight, string x)
    {
        if (plan.ForInputOf(linear) is not { } site) return null;
        var (outputs, inputs) = ((int)weight.Shape[0], (int)weight.Shape[1]);
        var rows = QuantizedRows.Of(weight.Values, inputs, site.ChannelScales);
        var name = $"{weight.Name}_quantized";
        // [in,out] as MatMul takes it; the scales go along the last axis.
        var integers = graph.Constant(name, DataType.Int8, Transpose(rows.Values, outputs, inputs), [inputs, outputs], isWeight: true);
        var scales = graph.Constant($"{name}/scale", DataType.Float, rows.Scales, [outputs]);
        var zeros = graph.Constant($"{name}/zero_point", DataType.Int8, new sbyte[outputs], [outputs]);
        var matrix = graph.Node("DequantizeLinear", $"{linear}/Weight", [integers, scales, zeros], OnnxAttributes.Integer("axis", 1));
        return graph.Node("MatMul", $"{linear}/MatMul", [Activation(QuantizationSites.InputOf(linear)!, site, x), matrix]);
    }

    /// <summary>Rows of an 8-bit table and their scales: a DequantizeLinear of the table itself would run over the whole table each time.</summary>
    public string Embedding(string site, WeightTensor table, string ids)
    {
        var (integers, scales) = Table(table, [table.Shape[0], table.Shape[1]], [table.Shape[0], 1]);
        return Rescale(site, graph.Node("Gather", $"{site}/Gather", [integers, ids]), graph.Node("Gather", $"{site}/GatherScale", [scales, ids]));
    }

    /// <summary>The first rows of an 8-bit table.</summary>
    /// <param name="site">The place in the network.</param>
    /// <param name="table">The table [positions,H].</param>
    /// <param name="firstRows">Cuts a constant [1,positions,·] to [1,T,·] in a node of the given name.</param>
    public string PositionEmbedding(string site, WeightTensor table, Func<string, string, string> firstRows)
    {
        var (integers, scales) = Table(table, [1, table.Shape[0], table.Shape[1]], [1, table.Shape[0], 1]);
        return Rescale(site, firstRows("Slice", integers), firstRows("SliceScale", scales));
    }

    // Query, key and value share one pair of nodes.
    private string Activation(string name, SiteQuantization site, string x)
    {
        if (_activations.TryGetValue(name, out var ready)) return ready;
        var scaled = site.IsScaled ? graph.Node("Mul", $"{name}/ChannelScale", [x, InverseScales(name, site)]) : x;
        var quantizer = site.Quantizer(IntegerForm.U8);
        var scale = graph.Constant($"{name}/activation_scale", DataType.Float, [quantizer.Scale], []);
        var zero = graph.Constant($"{name}/activation_zero_point", DataType.Uint8, [(byte)quantizer.ZeroPoint], []);
        var integers = graph.Node("QuantizeLinear", $"{name}/QuantizeLinear", [scaled, scale, zero]);
        return _activations[name] = graph.Node("DequantizeLinear", $"{name}/DequantizeLinear", [integers, scale, zero]);
    }

    private string InverseScales(string name, SiteQuantization site) =>
        graph.Constant($"{name}/inverse_scales", DataType.Float, site.InverseScales(), [site.ChannelScales.Count]);

    private (string Integers, string Scales) Table(WeightTensor table, long[] dims, long[] scaleDims)
    {
        var rows = QuantizedRows.Of(table.Values, (int)table.Shape[1]);
        var name = $"{table.Name}_quantized";
        var integers = graph.Constant(name, DataType.Int8, rows.Values, dims, isWeight: true);
        return (integers, graph.Constant($"{name}/scale", DataType.Float, rows.Scales, scaleDims));
    }

    private string Rescale(string site, string integers, string scales)
    {
        var numbers = graph.Node("Cast", $"{site}/Cast", [integers], OnnxAttributes.Integer("to", (long)DataType.Float));
        return graph.Node("Mul", $"{site}/Mul", [numbers, scales]);
    }

    private static sbyte[] Transpose(sbyte[] values, int rows, int columns)
    {
        var result = new sbyte[values.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++) result[column * rows + row] = values[row * columns + column];
        }
        return result;
    }
}
