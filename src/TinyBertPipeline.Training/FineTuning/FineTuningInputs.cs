using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Training.Distillation;
using TinyBertPipeline.Training.Modeling;

namespace TinyBertPipeline.Training.FineTuning;

/// <summary>What a fine-tuning starts from, read and checked.</summary>
internal sealed record FineTuningInputs(
    LabeledData Train, LabeledData Dev, LabelSet Labels, BertTokenizer Tokenizer, BertConfig Config,
    BertWeights? Weights, bool WeightsHaveHead)
{
    public static FineTuningInputs Read(FineTuningOptions options)
    {
        var train = LabeledData.Read(options.Train, options.Scheme);
        var dev = LabeledData.Read(options.Dev, options.Scheme);
        var labels = LabelSet.FromTypes(train.Types);
        dev.ThrowIfTypesMissing(labels);
        var tokenizer = BertTokenizer.Load(options.Model ?? options.Tokenizer!);
        var source = options.Model is null ? NewConfig(options, tokenizer) : BertConfig.Load(options.Model);
        if (tokenizer.Vocabulary.Count > source.VocabularySize)
        {
            throw new InvalidInputException(InputKind.Model, options.Model,
                $"the tokenizer has {tokenizer.Vocabulary.Count} pieces, but vocab_size in the config is {source.VocabularySize}");
        }
        // A head for the very same labels is kept and trained on; any other is replaced.
        var hasHead = options.Model is not null && source.Labels.SequenceEqual(labels.Labels);
        var head = hasHead ? BertHead.TokenClassification : BertHead.None;
        var weights = options.Model is null ? null : BertWeights.Load(options.Model, source, head);
        return new FineTuningInputs(train, dev, labels, tokenizer, source with { Labels = labels.Labels }, weights, hasHead);
    }

    /// <summary>The model at the start; its dropout is that of the options.</summary>
    public BertTaggerModel CreateModel(FineTuningOptions options)
    {
        var dropout = options.Dropout;
        var model = BertTaggerModel.Create(
            Config with { HiddenDropout = dropout, AttentionDropout = dropout, ClassifierDropout = dropout }, options.Seed);
        if (Weights is null) return model;
        if (WeightsHaveHead) model.LoadWeights(Weights);
        else model.LoadEncoderWeights(Weights);
        return model;
    }

    /// <summary>SHA-256 of every file that decides the result, by its path as given.</summary>
    public IReadOnlyDictionary<string, string> Hashes(FineTuningOptions options)
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [options.Train] = FileHash.Sha256(options.Train),
            [options.Dev] = FileHash.Sha256(options.Dev),
        };
        if (options.Model is not null) hashes[options.Model] = Weights!.Sha256;
        return hashes;
    }

    private static BertConfig NewConfig(FineTuningOptions options, BertTokenizer tokenizer)
    {
        var size = StudentSize.Parse(options.Size);
        return new BertConfig
        {
            VocabularySize = tokenizer.Vocabulary.Count,
            Layers = size.Layers,
            HiddenSize = size.HiddenSize,
            Heads = size.Heads,
            IntermediateSize = size.IntermediateSize,
            PadId = tokenizer.Vocabulary.PadId,
        };
    }
}
