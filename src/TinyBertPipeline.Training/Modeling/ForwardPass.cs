using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Modeling;

/// <summary>How a forward pass computes and what it returns beside the last hidden state.</summary>
internal sealed record PassOptions
{
    /// <summary>Nothing further, no dropout, 32 bits: as every engine computes.</summary>
    public static PassOptions Plain { get; } = new();

    /// <summary>The outputs to keep.</summary>
    public BertOutputs Wanted { get; init; }

    /// <summary>The dropout of a training step, or null for none.</summary>
    public IDropout? Dropout { get; init; }

    /// <summary>Whether matrix products take operands rounded to bfloat16; weights stay 32-bit.</summary>
    public bool UseBFloat16 { get; init; }
}

/// <summary>What one forward pass carries through the layers.</summary>
/// <param name="Mask">0 for a real piece, -10000 for padding; added to the scores of keys [B,1,1,T].</param>
/// <param name="Options">How it computes.</param>
internal sealed record ForwardPass(Tensor Mask, PassOptions Options)
{
    public BertStates States { get; } = new();

    public bool Wants(BertOutputs kind) => (Options.Wanted & kind) != 0;

    /// <summary>
    /// Keeps <paramref name="state"/> of a layer beyond the layer's dispose scope, as 32-bit floats, when it was asked for.
    /// </summary>
    public void Keep(BertOutputs kind, List<Tensor> list, Tensor state)
    {
        if (!Wants(kind)) return;
        // A handle of its own: TorchSharp loses track of a tensor that is moved twice.
        var own = state.dtype == float32 ? state.alias() : state.to(float32);
        list.Add(own.MoveToOtherDisposeScope(Mask));
    }

    /// <summary><paramref name="x"/> in the type that matrix products compute in.</summary>
    public Tensor Operand(Tensor x) => Options.UseBFloat16 ? x.to(bfloat16) : x;

    /// <summary>W x + b of an operand, in the operand's type.</summary>
    public Tensor Linear(Linear map, Tensor operand) => Options.UseBFloat16
        ? nn.functional.linear(operand, map.weight.to(bfloat16), map.bias!.to(bfloat16))
        : map.forward(operand);

    public Tensor Drop(Tensor x, double probability) => Options.Dropout?.Apply(x, probability) ?? x;
}
