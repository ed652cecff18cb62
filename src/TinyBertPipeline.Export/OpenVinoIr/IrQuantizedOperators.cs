using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Export.Quantization;

namespace TinyBertPipeline.Export.OpenVinoIr;

/// <summary>
/// The 8-bit operators in the form that OpenVINO's CPU plugin turns into integer kernels: one FakeQuantize of 256 levels to an activation
/// tensor, and signed weights that are converted and multiplied by the scale of their row.
/// </summary>
internal sealed class IrQuantizedOperators(IrDocument ir, QuantizationPlan plan, IntegerForm form)
{
    private const string F32 = "f32";
    private const string Levels = "256";

    private static readonly KeyValuePair<string, string> _broadcast = new("auto_broadcast", "numpy");
    private static readonly KeyValuePair<string, string> _toFloat = new("destination_type", F32);

    private readonly Dictionary<string, IrValue> _activations = new(StringComparer.Ordinal);

    /// <summary>Input and weight [out,in] of a linear layer, or null when the plan leaves it float.</summary>
    public (IrValue Input, IrValue Weight)? TryQuantize(string linear, WeightTensor weight, IrValue x) => plan.ForInputOf(linear) is { } site
        ? (Activation(QuantizationSites.InputOf(linear)!, site, x), Rows(weight, weight.Shape, site.ChannelScales))
        : null;

    /// <summary>An embedding table, its rows along the axis before the last.</summary>
    public IrValue Table(WeightTensor table, long[] dimensions) => Rows(table, dimensions, null);

    // Query, key and value share one FakeQuantize.
    private IrValue Activation(string name, SiteQuantization site, IrValue x)
    {
        if (_activations.TryGetValue(name, out var ready)) return ready;
        var scaled = site.IsScaled ? Multiply($"{name}/ChannelScale", x, InverseScales(name, site)) : x;
        var quantizer = site.Quantizer(form);
        var low = ir.Constant<float>($"{name}/low", F32, [quantizer.Lowest]);
        var high = ir.Constant<float>($"{name}/high", F32, [quantizer.Highest]);
        return _activations[name] = ir.Operator(
            ("FakeQuantize", "opset1"), $"{name}/FakeQuantize", [scaled, low, high, low, high], (F32, x.Dimensions),
            new KeyValuePair<string, string>("levels", Levels), _broadcast);
    }

    private IrValue InverseScales(string name, SiteQuantization site) =>
        ir.Constant($"{name}/inverse_scales", F32, site.InverseScales(), 1, 1, site.ChannelScales.Count);

    private IrValue Rows(WeightTensor weight, long[] dimensions, IReadOnlyList<float>? columnScales)
    {
        var rows = QuantizedRows.Of(weight.Values, (int)weight.Shape[1], columnScales);
        var integers = ir.Constant($"{weight.Name}_quantized", "i8", rows.Values, dimensions);
        var numbers = ir.Operator(("Convert", "opset1"), $"{weight.Name}/Convert", [integers], (F32, dimensions), _toFloat);
        return Multiply(weight.Name, numbers, ir.Constant($"{weight.Name}/scale", F32, rows.Scales, [.. dimensions[..^1], 1]));
    }

    private IrValue Multiply(string name, IrValue left, IrValue right) =>
        ir.Operator(("Multiply", "opset1"), name, [left, right], (F32, left.Dimensions), _broadcast);
}
