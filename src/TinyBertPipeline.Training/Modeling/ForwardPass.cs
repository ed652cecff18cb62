using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Modeling;

/// <summary>What one forward pass carries through the layers: the mask, what is wanted of it, and how it computes.</summary>
/// <param name="Mask">0 for a real piece, -10000 for padding; added to the scores of keys [B,1,1,T].</param>
/// <param name="Wanted">The outputs to keep.</param>
/// <param name="Dropout">The dropout of a training step, or null for none.</param>
/// <param name="UseBFloat16">Whether matrix products take operands rounded to bfloat16.</param>
internal sealed record ForwardPass(Tensor Mask, BertOutputs Wanted, IDropout? Dropout, bool UseBFloat16)
{
    public BertStates States { get; } = new();

    /// <summary>
    /// Keeps <paramref name="state"/> of a layer beyond the layer's dispose scope, as 32-bit floats, when it was asked for.
    /// </summary>
    public void Keep(BertOutputs kind, List<Tensor> list, Tensor state)
    {
        if ((Wanted & kind) == 0) return;
        // A handle of its own: TorchSharp loses track of a tensor that is moved twice.
        var own = state.dtype == float32 ? state.alias() : state.to(float32);
        list.Add(own.MoveToOtherDisposeScope(Mask));
    }

    /// <summary><paramref name="x"/> in the type that matrix products compute in.</summary>
    public Tensor Operand(Tensor x) => UseBFloat16 ? x.to(bfloat16) : x;

    /// <summary>W x + b of an operand, in the operand's type.</summary>
    public Tensor Linear(Linear map, Tensor operand) =>
        UseBFloat16 ? nn.functional.linear(operand, map.weight.to(bfloat16), map.bias!.to(bfloat16)) : map.forward(operand);

    public Tensor Drop(Tensor x, double probability) => Dropout?.Apply(x, probability) ?? x;
}
