using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.TokenClassification;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Tests.Prediction;

/// <summary>A tagger of a few labels over <see cref="TestTokenizer"/>, with as many positions as anyone wants.</summary>
internal static class TestTagger
{
    public static BertTokenizer Tokenizer { get; } = TestTokenizer.Create();

    public static TaggingModel Create(IReadOnlyList<string> labels, BundleSettings? settings = null) => (TaggingModel)new TokenClassificationTask().Bind(
        new BertConfig
        {
            VocabularySize = Tokenizer.Vocabulary.Count,
            HiddenSize = 4,
            Layers = 1,
            Heads = 1,
            IntermediateSize = 4,
            MaxPositions = 1 << 20,
            Labels = labels,
        },
        Tokenizer, settings ?? new BundleSettings());

    public static TaggingModel Create(BundleSettings? settings = null) => Create(LabelSet.FromTypes(["A", "B"]).Labels, settings);

    public static IReadOnlyList<TaskItem> Items(TaggingModel model, IEnumerable<string[]> sentences) => [.. sentences.Select(words => model.Encode(words))];

    /// <summary>What a predictor gives for sentences.</summary>
    public static IReadOnlyList<ItemPrediction> Tag(this TaskPredictor predictor, TaggingModel model, params string[][] sentences) =>
        predictor.Predict(Items(model, sentences));
}
