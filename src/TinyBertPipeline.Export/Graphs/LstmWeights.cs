using TinyBertPipeline.Core.Checkpoints;

namespace TinyBertPipeline.Export.Graphs;

/// <summary>The weights of an LSTM in both directions; I inputs, H units a direction.</summary>
/// <param name="Forward">From a row's first piece to its last one.</param>
/// <param name="Backward">From a row's last piece to its first one.</param>
internal sealed record LstmWeights(LstmDirection Forward, LstmDirection Backward)
{
    /// <summary>H.</summary>
    public int Units => (int)Forward.Recurrent.Shape[1];

    public IEnumerable<WeightTensor> Tensors =>
        [Forward.Input, Forward.Recurrent, Forward.Bias, Backward.Input, Backward.Recurrent, Backward.Bias];

    /// <summary>Takes the weights of a layer under PyTorch's names; a second bias of PyTorch's is added to the first.</summary>
    /// <exception cref="Core.InvalidInputException">A weight is absent or has another shape.</exception>
    public static LstmWeights Take(GraphWeights weights, string site, int inputs, int units)
    {
        return new(Direction(""), Direction("_reverse"));

        LstmDirection Direction(string suffix)
        {
            var bias = weights.Take($"{site}.bias_ih_l0{suffix}", 4 * units);
            var second = weights.TakeIfPresent($"{site}.bias_hh_l0{suffix}", 4 * units);
            return new(
                weights.Take($"{site}.weight_ih_l0{suffix}", 4 * units, inputs),
                weights.Take($"{site}.weight_hh_l0{suffix}", 4 * units, units),
                second is null ? bias : bias with { Values = [.. bias.Values.Zip(second.Values, (a, b) => a + b)] });
        }
    }

    /// <summary>The values of a weight [4H,...], gate by gate in a format's order.</summary>
    /// <param name="weight">The weight.</param>
    /// <param name="gates">The format's gates by their places in PyTorch's order: 0 input, 1 forget, 2 cell, 3 output.</param>
    public static float[] InOrder(WeightTensor weight, int[] gates)
    {
        var size = weight.Values.Length / 4;
        return [.. gates.SelectMany(gate => weight.Values.AsSpan(gate * size, size).ToArray())];
    }
}

/// <summary>The weights of one direction, gates in PyTorch's order (input, forget, cell, output).</summary>
/// <param name="Input">[4H,I].</param>
/// <param name="Recurrent">[4H,H].</param>
/// <param name="Bias">[4H], one a gate.</param>
internal sealed record LstmDirection(WeightTensor Input, WeightTensor Recurrent, WeightTensor Bias);
