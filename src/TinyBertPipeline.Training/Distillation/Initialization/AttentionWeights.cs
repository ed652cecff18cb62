using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Distillation.Initialization;

/// <summary>The four linear layers of one attention block, in double precision. Weights are [out,in]; heads are groups of rows of the first three.</summary>
internal sealed record AttentionWeights(
    Tensor Query, Tensor QueryBias, Tensor Key, Tensor KeyBias, Tensor Value, Tensor ValueBias, Tensor Output, Tensor OutputBias)
{
    public AttentionWeights MoveToOuterScope()
    {
        foreach (var tensor in new[] { Query, QueryBias, Key, KeyBias, Value, ValueBias, Output, OutputBias }) tensor.MoveToOuterDisposeScope();
        return this;
    }
}
