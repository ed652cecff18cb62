using System.Globalization;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Export.Graphs;

namespace TinyBertPipeline.Export.Summaries;

/// <summary>Makes a row of each of the network's words.</summary>
internal sealed class LayerTableWriter(Func<string, bool> isFrozen) : IGraphWriter<LayerValue>
{
    private readonly List<LayerRow> _rows = [];

    public IReadOnlyList<LayerRow> Rows => _rows;

    public LayerValue TokenInput(string name)
    {
        _rows.Add(new(name, "InputLayer", "[(None, None)]", 0, true, []));
        return new(name, 0);
    }

    public LayerValue Embedding(string site, WeightTensor table, LayerValue ids) =>
        Row(site, "Embedding", table.Shape[1], [table], ids);

    public LayerValue PositionEmbedding(string site, WeightTensor table, LayerValue ids) =>
        Row(site, "PositionEmbedding", table.Shape[1], [table], ids);

    public LayerValue Add(string site, LayerValue left, LayerValue right) =>
        Row(site, "Add", left.Width, [], left, right);

    public LayerValue LayerNorm(string site, NormWeights weights, LayerValue x) =>
        Row(site, "LayerNormalization", x.Width, [weights.Gamma, weights.Beta], x);

    public LayerValue Linear(string site, WeightTensor weight, WeightTensor bias, LayerValue x) =>
        Row(site, "Dense", weight.Shape[0], [weight, bias], x);

    public LayerValue Activation(string site, ActivationKind kind, LayerValue x) => Row(site, kind.ToString(), x.Width, [], x);

    public LayerValue AttentionMask(string site, LayerValue mask)
    {
        _rows.Add(new(site, "AttentionMask", "(None, 1, 1, None)", 0, true, [mask.Layer]));
        return new(site, 0);
    }

    public LayerValue AttentionCore(string site, AttentionInputs<LayerValue> inputs, AttentionHeads heads)
    {
        var kind = string.Create(CultureInfo.InvariantCulture, $"Attention, {heads.Count} heads");
        return Row(site, kind, heads.Width, [], inputs.Query, inputs.Key, inputs.Value, inputs.Mask);
    }

    public LayerValue Lstm(string site, LstmWeights weights, LayerValue x, LayerValue mask)
    {
        var kind = string.Create(CultureInfo.InvariantCulture, $"BiLSTM, {weights.Units} units");
        return Row(site, kind, 2 * weights.Units, [.. weights.Tensors], x, mask);
    }

    public LayerValue Crf(string site, IReadOnlyList<WeightTensor> transitions, LayerValue emissions) =>
        Row(site, "CRF", emissions.Width, [.. transitions], emissions);

    public LayerValue FirstToken(string site, LayerValue x) => Row(site, "FirstToken", x.Width, [], x with { IsPooled = true });

    public LayerValue Tanh(string site, LayerValue x) => Row(site, "Tanh", x.Width, [], x);

    public void Output(TaskOutput output, LayerValue value)
    {
        // The layer that makes the output is already in the table.
    }

    private LayerValue Row(string site, string kind, long width, WeightTensor[] weights, params LayerValue[] inputs)
    {
        var isPooled = inputs.Any(input => input.IsPooled);
        var shape = string.Create(CultureInfo.InvariantCulture, $"(None, {(isPooled ? "" : "None, ")}{width})");
        _rows.Add(new(site, kind, shape, weights.Sum(weight => weight.Values.LongLength), !isFrozen(site), [.. inputs.Select(input => input.Layer)]));
        return new(site, width, isPooled);
    }
}

/// <summary>A value: the layer that makes it, the size of its last axis, and whether it has one row a sequence instead of one a position.</summary>
internal readonly record struct LayerValue(string Layer, long Width, bool IsPooled = false);
