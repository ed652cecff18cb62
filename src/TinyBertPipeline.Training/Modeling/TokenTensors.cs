using TinyBertPipeline.Core;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Modeling;

/// <summary>A batch as the network takes it, in the caller's dispose scope: three matrices [B,T], int64.</summary>
/// <param name="Ids">Word-piece ids.</param>
/// <param name="Mask">1 for a real piece, 0 for padding.</param>
/// <param name="Segments">The segment of each piece.</param>
internal sealed record TokenTensors(Tensor Ids, Tensor Mask, Tensor Segments)
{
    public static TokenTensors Of(TokenBatch batch)
    {
        long[] shape = [batch.Rows, batch.Length];
        return new TokenTensors(tensor(batch.InputIds, shape), tensor(batch.AttentionMask, shape), tensor(batch.TokenTypeIds, shape));
    }
}
