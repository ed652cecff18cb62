using TinyBertPipeline.Core;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Distillation;

/// <summary>A batch as the model takes it: three matrices [B,T], int64, in the caller's dispose scope.</summary>
internal sealed record BatchTensors(Tensor Ids, Tensor Mask, Tensor Types)
{
    public static BatchTensors Of(TokenBatch batch)
    {
        long[] shape = [batch.Rows, batch.Length];
        return new BatchTensors(tensor(batch.InputIds, shape), tensor(batch.AttentionMask, shape), tensor(batch.TokenTypeIds, shape));
    }
}
