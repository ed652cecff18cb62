using TinyBertPipeline.Core.Checkpoints;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tests.Modeling;

/// <summary>A model of two layers for tests that compute.</summary>
internal static class TinyModels
{
    public static BertConfig Config { get; } = new()
    {
        VocabularySize = 40,
        HiddenSize = 8,
        Layers = 2,
        Heads = 2,
        IntermediateSize = 16,
        MaxPositions = 32,
        Labels = ["O", "B-X", "I-X", "E-X", "S-X"],
    };

    /// <summary>Two rows of six pieces, the second one with two of padding.</summary>
    public static (Tensor Ids, Tensor Mask, Tensor Types) Inputs() => (
        tensor(new long[] { 2, 5, 6, 7, 8, 3, 2, 9, 5, 3, 0, 0 }).view(2, 6),
        tensor(new long[] { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0 }).view(2, 6),
        zeros(2, 6, int64));
}
