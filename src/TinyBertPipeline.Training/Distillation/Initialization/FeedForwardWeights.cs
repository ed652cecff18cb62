using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Distillation.Initialization;

/// <summary>The two linear layers of one feed-forward block, in double precision. Weights are [out,in].</summary>
internal sealed record FeedForwardWeights(Tensor Inner, Tensor InnerBias, Tensor Outer, Tensor OuterBias)
{
    public FeedForwardWeights MoveToOuterScope()
    {
        foreach (var tensor in new[] { Inner, InnerBias, Outer, OuterBias }) tensor.MoveToOuterDisposeScope();
        return this;
    }
}
