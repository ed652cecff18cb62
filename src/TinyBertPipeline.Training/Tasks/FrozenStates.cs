using System.Runtime.CompilerServices;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tasks;

/// <summary>
/// The last hidden states of an encoder that training leaves as it is, computed once for each sequence and kept for further epochs. Each
/// sequence runs alone: its states then do not depend on what it shares a batch with, and a resumed run has the very same ones. B batch, T
/// pieces, H hidden.
/// </summary>
/// <param name="encoder">The encoder.</param>
/// <param name="pass">How it computes.</param>
internal sealed class FrozenStates(BertModel encoder, PassOptions pass)
{
    private const long MostKept = 1L << 28;                 // numbers: 1 GiB; what does not fit is computed anew each time

    private readonly ConditionalWeakTable<TaskExample, float[]> _kept = [];
    private long _count;

    /// <summary>The states [B,T,H] of a batch, 0 at padding.</summary>
    /// <param name="batch">The sequences.</param>
    /// <param name="length">T.</param>
    public Tensor Of(IReadOnlyList<TaskExample> batch, long length)
    {
        var hidden = encoder.Config.HiddenSize;
        var states = new float[batch.Count * length * hidden];
        foreach (var (row, example) in batch.Index()) Of(example).CopyTo(states.AsSpan((int)(row * length * hidden)));
        return tensor(states, batch.Count, length, hidden);
    }

    private float[] Of(TaskExample example)
    {
        if (_kept.TryGetValue(example, out var known)) return known;
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var tokens = TokenTensors.Of(TokenBatch.Pad((ModelInput[])[example.Input], encoder.Config.PadId));
        var states = TensorMemory.Span(encoder.forward(tokens, pass with { Dropout = null, Wanted = BertOutputs.None }).Last.contiguous()).ToArray();
        if (_count + states.Length > MostKept) return states;
        _count += states.Length;
        _kept.Add(example, states);
        return states;
    }
}
