using TinyBertPipeline.Training.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tests.Modeling;

public sealed class BiLstmTests
{
    private const int Inputs = 5;
    private const int Units = 3;

    private static readonly int[] _lengths = [6, 1, 4, 0, 9];

    [Fact]
    public void StatesAreThoseOfEachRowAloneAndZeroAtPadding()
    {
        using var scope = NewDisposeScope();
        using var lstm = Create(1);
        var (x, mask) = Batch(2);
        var states = lstm.forward(x, mask);
        Assert.Equal([_lengths.Length, _lengths.Max(), 2L * Units], states.shape);
        var weights = Weights.Save(lstm, "").ToDictionary(tensor => tensor.Name, tensor => tensor.Values);
        var plain = new PlainLstm(Inputs, Units, name => weights[name]);
        for (var row = 0; row < _lengths.Length; row++)
        {
            var expected = plain.Run(Array.ConvertAll(Floats(x[row, .._lengths[row]]), value => (double)value));
            var found = Floats(states[row]);
            for (var i = 0; i < found.Length; i++) Assert.Equal(i < expected.Length ? expected[i] : 0, found[i], 1e-6);
        }
    }

    [Fact]
    public void StatesAndGradientsAreThoseOfPyTorchsLayerOverPackedSequences()
    {
        using var scope = NewDisposeScope();
        using var lstm = Create(3);
        var rows = Enumerable.Range(0, _lengths.Length).Where(row => _lengths[row] > 0).ToArray();    // PyTorch takes no empty row
        var (x, mask) = Batch(4);
        (x, mask) = (x[tensor(rows)], mask[tensor(rows)]);
        using var native = nn.LSTM(Inputs, Units, bidirectional: true, batchFirst: true);
        var own = lstm.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter);
        using (no_grad())
        {
            foreach (var (name, parameter) in native.named_parameters())
            {
                if (own.TryGetValue(name, out var source)) parameter.copy_(source);
                else parameter.zero_();                     // the second bias
            }
        }
        var (left, right) = (x.detach().requires_grad_(), x.detach().requires_grad_());
        var packed = nn.utils.rnn.pack_padded_sequence(left, mask.sum(1).to(int64), batch_first: true, enforce_sorted: false);
        var (expected, _) = nn.utils.rnn.pad_packed_sequence(native.call(packed).Item1, batch_first: true);
        var found = lstm.forward(right, mask);
        ReferenceTensors.AssertClose("states", expected.to(float64), found, 1e-6);

        var weights = randn(found.shape);
        (expected * weights).sum().backward();
        (found * weights).sum().backward();
        ReferenceTensors.AssertClose("input", left.grad!.to(float64), right.grad!, 1e-5);
        var gradients = native.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter.grad!);
        foreach (var (name, parameter) in own) ReferenceTensors.AssertClose(name, gradients[name].to(float64), parameter.grad!, 1e-5);
    }

    [Fact]
    public void WhatStandsAtPaddingChangesNothing()
    {
        using var scope = NewDisposeScope();
        using var lstm = Create(5);
        var (x, mask) = Batch(6);
        var padded = cat([x.Plus(mask.logical_not().to(float32).Times(50).unsqueeze(2)), ones(x.shape[0], 3, Inputs)], 1);
        var longer = lstm.forward(padded, cat([mask, zeros(mask.shape[0], 3, int64)], 1));
        ReferenceTensors.AssertClose("states", lstm.forward(x, mask).to(float64), longer[.., ..(int)x.shape[1]], 0);
    }

    [Fact]
    public void TheSameSeedGivesTheSameWeightsWithinTheBound()
    {
        using var one = Create(7);
        using var same = Create(7);
        using var other = Create(8);
        var (first, second, third) = (Weights.Save(one, "lstm."), Weights.Save(same, "lstm."), Weights.Save(other, "lstm."));
        Assert.Equal(first.SelectMany(tensor => tensor.Values), second.SelectMany(tensor => tensor.Values));
        Assert.NotEqual(first.SelectMany(tensor => tensor.Values), third.SelectMany(tensor => tensor.Values));
        Assert.All(first.SelectMany(tensor => tensor.Values), value => Assert.InRange(Math.Abs(value), 0, 1 / Math.Sqrt(Units)));
        Assert.Contains("lstm.bias_ih_l0_reverse", first.Select(tensor => tensor.Name));
    }

    private static BiLstm Create(int seed)
    {
        var lstm = new BiLstm(Inputs, Units);
        using var generator = new Generator((ulong)seed);
        lstm.Initialize(generator);
        return lstm;
    }

    private static (Tensor X, Tensor Mask) Batch(int seed)
    {
        using var generator = new Generator((ulong)seed);
        var mask = _lengths.SelectMany(length => Enumerable.Range(0, _lengths.Max()).Select(piece => piece < length ? 1L : 0));
        return (randn(_lengths.Length, _lengths.Max(), Inputs, generator: generator), tensor(mask.ToArray()).view(_lengths.Length, -1));
    }

    private static float[] Floats(Tensor values) => values.numel() == 0 ? [] : values.contiguous().data<float>().ToArray();
}
