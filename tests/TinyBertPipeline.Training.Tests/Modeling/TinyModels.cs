using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks.SequenceClassification;
using TinyBertPipeline.Core.Tasks.TokenClassification;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Tasks;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tests.Modeling;

/// <summary>Models of two layers for tests that compute.</summary>
internal static class TinyModels
{
    public static TokenClassificationTask Tagging { get; } = new();

    public static SequenceClassificationTask Classification { get; } = new();

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

    public static BertTaskModel Tagger(BertConfig? config = null, int seed = 1) => BertTaskModel.Create(Tagging, config ?? Config, seed);

    public static BertTaskModel Classifier(BertConfig? config = null, int seed = 1) =>
        BertTaskModel.Create(Classification, config ?? Config, seed);

    /// <summary>Two rows of six pieces, the second one with two of padding.</summary>
    public static TokenTensors Inputs() => new(
        tensor(new long[] { 2, 5, 6, 7, 8, 3, 2, 9, 5, 3, 0, 0 }).view(2, 6),
        tensor(new long[] { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0 }).view(2, 6),
        zeros(2, 6, int64));
}
