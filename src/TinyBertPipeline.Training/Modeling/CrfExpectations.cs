using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Modeling;

/// <summary>What a linear-chain field expects of a path. B batch, T words, K labels.</summary>
/// <param name="Labels">The probability of each label at each word [B,T,K], 0 at padding.</param>
/// <param name="Pairs">How often a label (first) is followed by another (second) [B,K,K].</param>
internal sealed record CrfExpectations(Tensor Labels, Tensor Pairs);
