using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Modeling;

/// <summary>
/// One layer of LSTMs over a sentence in both directions (Hochreiter and Schmidhuber 1997; with forget gates, Gers et al. 2000). Weights
/// have PyTorch's names and its order of gates (input, forget, cell, output); there is one bias a gate, PyTorch's second one
/// (<c>bias_hh_l0</c>) being 0. Padding is exact: the backward direction starts at a row's last piece. B batch, T pieces, I inputs, H units
/// a direction.
/// </summary>
internal sealed class BiLstm : nn.Module
{
    [ComponentName(Name = "weight_ih_l0")] private readonly Parameter _input;                // [4H,I]
    [ComponentName(Name = "weight_hh_l0")] private readonly Parameter _recurrent;            // [4H,H]
    [ComponentName(Name = "bias_ih_l0")] private readonly Parameter _bias;                   // [4H]
    [ComponentName(Name = "weight_ih_l0_reverse")] private readonly Parameter _inputReverse;
    [ComponentName(Name = "weight_hh_l0_reverse")] private readonly Parameter _recurrentReverse;
    [ComponentName(Name = "bias_ih_l0_reverse")] private readonly Parameter _biasReverse;

    /// <summary>Creates the layer; its weights are not set.</summary>
    /// <param name="inputs">I.</param>
    /// <param name="units">H.</param>
    public BiLstm(int inputs, int units)
        : base(nameof(BiLstm))
    {
        Units = units;
        (_input, _inputReverse) = (new Parameter(empty(4 * units, inputs)), new Parameter(empty(4 * units, inputs)));
        (_recurrent, _recurrentReverse) = (new Parameter(empty(4 * units, units)), new Parameter(empty(4 * units, units)));
        (_bias, _biasReverse) = (new Parameter(empty(4 * units)), new Parameter(empty(4 * units)));
        RegisterComponents();
    }

    /// <summary>H.</summary>
    public int Units { get; }

    /// <summary>Sets all weights as PyTorch does: uniformly within ±1/√H.</summary>
    public void Initialize(Generator generator)
    {
        using var noGrad = no_grad();
        var bound = 1 / Math.Sqrt(Units);
        foreach (var parameter in parameters()) parameter.uniform_(-bound, bound, generator);
    }

    /// <summary>The states of both directions, forward first.</summary>
    /// <param name="x">Inputs [B,T,I].</param>
    /// <param name="mask">1 for pieces, which come first in a row, 0 for padding [B,T].</param>
    /// <returns>[B,T,2H]; 0 at padding.</returns>
    public Tensor forward(Tensor x, Tensor mask)
    {
        using var scope = NewDisposeScope();
        // Both directions in one product a step: step s is at piece s of the one and at piece T-1-s of the other.
        var gates = stack([
            nn.functional.linear(x, _input, _bias),
            nn.functional.linear(x, _inputReverse, _biasReverse).flip(1)]).unbind(2);        // T of [2,B,4H]
        var recurrent = stack([_recurrent.t(), _recurrentReverse.t()]);                      // [2,H,4H]
        var real = mask.to(float32).unsqueeze(2);                                            // [B,T,1]
        var isReal = stack([real, real.flip(1)]).unbind(2);                                  // T of [2,B,1]
        Tensor? hidden = null, cell = null;                                                  // [2,B,H], 0 before the first piece
        var states = new List<Tensor>();
        for (var step = 0; step < gates.Length; step++)
        {
            var sum = hidden is null ? gates[step] : hidden.bmm(recurrent).Plus(gates[step]);
            var parts = sum.chunk(4, -1);                                                    // input, forget, cell, output
            var candidate = parts[0].sigmoid() * parts[2].tanh();
            cell = (cell is null ? candidate : (parts[1].sigmoid() * cell).Plus(candidate)) * isReal[step];
            hidden = parts[3].sigmoid() * cell.tanh();                                       // 0 on padding, as the cell is
            states.Add(hidden);
        }
        var all = stack(states);                                                             // [T,2,B,H]
        return cat([all.select(1, 0), all.select(1, 1).flip(0)], -1).transpose(0, 1).contiguous().MoveToOuterDisposeScope();
    }
}
