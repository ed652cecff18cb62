using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Export.Graphs;
using TinyBertPipeline.Export.Quantization;

namespace TinyBertPipeline.Export.Tests.Quantization;

/// <summary>
/// The network computed word by word in plain loops of doubles; with a plan, what is 8-bit is rounded to 256 values where it stands. A value is
/// [B,T,width], the mask [B,T].
/// </summary>
internal sealed class PlainBert(TokenBatch batch, QuantizationPlan? plan = null, IntegerForm form = IntegerForm.U8) : IGraphWriter<double[]>
{
    private readonly int _pieces = batch.Rows * batch.Length;

    /// <summary>The float input of each site.</summary>
    public Dictionary<string, double[]> Sites { get; } = [];

    public double[] Logits { get; private set; } = [];

    public static PlainBert Run(BertConfig config, BertWeights weights, TokenBatch batch, QuantizationPlan? plan = null, IntegerForm form = IntegerForm.U8)
    {
        var plain = new PlainBert(batch, plan, form);
        new BertGraph(config, new GraphWeights(weights.Tensors)).Describe(plain, Taggers.Task);
        return plain;
    }

    public double[] TokenInput(string name) =>
        [.. (name switch { "input_ids" => batch.InputIds, "attention_mask" => batch.AttentionMask, _ => batch.TokenTypeIds }).Select(id => (double)id)];

    public double[] Embedding(string site, WeightTensor table, double[] ids)
    {
        var (rows, width) = (Rows(table, null), (int)table.Shape[1]);
        return [.. ids.SelectMany(id => rows.Skip((int)id * width).Take(width))];
    }

    public double[] PositionEmbedding(string site, WeightTensor table, double[] ids) =>
        Embedding(site, table, [.. Enumerable.Range(0, _pieces).Select(i => (double)(i % batch.Length))]);

    public double[] Add(string site, double[] left, double[] right) => [.. left.Zip(right, (a, b) => a + b)];

    public double[] LayerNorm(string site, NormWeights weights, double[] x)
    {
        var width = weights.Gamma.Values.Length;
        return [.. x.Chunk(width).SelectMany(row =>
        {
            var mean = row.Average();
            var deviation = Math.Sqrt(row.Average(value => (value - mean) * (value - mean)) + weights.Epsilon);
            return row.Select((value, j) => (value - mean) / deviation * weights.Gamma.Values[j] + weights.Beta.Values[j]);
        })];
    }

    public double[] Linear(string site, WeightTensor weight, WeightTensor bias, double[] x)
    {
        if (QuantizationSites.InputOf(site) is { } input) Sites[input] = x;
        var quantization = plan?.ForInputOf(site);
        var (matrix, inputs) = (Rows(weight, quantization?.ChannelScales, plan is not null && quantization is null), (int)weight.Shape[1]);
        var rounded = quantization is null ? x : [.. x.Select((value, i) => Round(value / quantization.ChannelScales[i % inputs], quantization))];
        return [.. rounded.Chunk(inputs).SelectMany(row => bias.Values.Select((shift, o) => shift + row.Select((value, j) => value * matrix[o * inputs + j]).Sum()))];
    }

    public double[] Activation(string site, ActivationKind kind, double[] x) => kind switch
    {
        ActivationKind.Relu => [.. x.Select(value => Math.Max(0, value))],
        ActivationKind.GeluTanh => [.. x.Select(value => value / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (value + 0.044715 * value * value * value))))],
        _ => throw new NotSupportedException($"{kind} is not needed here"),
    };

    public double[] AttentionMask(string site, double[] mask) => [.. mask.Select(kept => (1 - kept) * BertConstants.MaskedScore)];

    public double[] AttentionCore(string site, AttentionInputs<double[]> inputs, AttentionHeads heads)
    {
        var (length, width) = (batch.Length, heads.Width);
        var context = new double[_pieces * width];
        for (var from = 0; from < _pieces; from++)
        {
            for (var head = 0; head < width; head += heads.Size)
            {
                var first = from / length * length;
                double[] scores = [.. Enumerable.Range(first, length).Select(to => inputs.Mask[to]
                    + heads.Scale * Enumerable.Range(head, heads.Size).Sum(j => inputs.Query[from * width + j] * inputs.Key[to * width + j]))];
                double[] weights = [.. scores.Select(score => Math.Exp(score - scores.Max()))];
                for (var j = head; j < head + heads.Size; j++)
                    context[from * width + j] = weights.Select((weight, to) => weight * inputs.Value[(first + to) * width + j]).Sum() / weights.Sum();
            }
        }
        return context;
    }

    public double[] Lstm(string site, LstmWeights weights, double[] x, double[] mask) =>
        throw new NotSupportedException("no LSTM is needed here");

    public double[] Crf(string site, IReadOnlyList<WeightTensor> transitions, double[] emissions) => emissions;

    public double[] FirstToken(string site, double[] x) =>
        [.. x.Chunk(x.Length / _pieces).Where((_, i) => i % batch.Length == 0).SelectMany(row => row)];

    public double[] Tanh(string site, double[] x) => [.. x.Select(Math.Tanh)];

    public void Output(TaskOutput output, double[] value) => Logits = value;

    private double Round(double value, SiteQuantization site)
    {
        var (lowest, highest) = form == IntegerForm.U8 ? (0, 255) : (-128, 127);
        var (low, high) = ((double)site.Low, (double)site.High);
        var scale = form == IntegerForm.U8 ? (high - low) / 255 : Math.Max(-low, high) / 127;
        var zero = form == IntegerForm.U8 ? Math.Round(-low / scale) : 0;
        return (Math.Clamp(Math.Round(value / scale) + zero, lowest, highest) - zero) * scale;
    }

    private double[] Rows(WeightTensor weight, IReadOnlyList<float>? columnScales, bool isFloat = false)
    {
        if (plan is null || isFloat) return [.. weight.Values.Select(value => (double)value)];
        return [.. weight.Values.Chunk((int)weight.Shape[1]).SelectMany(row =>
        {
            double[] scaled = [.. row.Select((value, j) => (double)value * (columnScales?[j] ?? 1))];
            var step = scaled.Max(Math.Abs) is > 0 and var largest ? largest / 127 : 1;       // the padding piece is zeros
            return scaled.Select(value => Math.Round(value / step) * step);
        })];
    }
}
