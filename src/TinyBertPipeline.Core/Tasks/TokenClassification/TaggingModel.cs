using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Labeling.Paths;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Tasks.TokenClassification;

/// <summary>A tagger but for its weights.</summary>
public sealed class TaggingModel : ITaskModel
{
    private readonly SentenceEncoder _encoder;
    private readonly LegalPathDecoder _decoder;
    private readonly PathDecoder _paths;
    private readonly DecodeMode _mode;

    internal TaggingModel(ITask task, BertConfig config, BertTokenizer tokenizer, BundleSettings settings, LabelSet labels)
    {
        (Task, Config, Tokenizer, Labels) = (task, config, tokenizer, labels);
        _mode = settings.Decoder ?? DecodeMode.Viterbi;
        Settings = settings with { Scheme = labels.Scheme, Decoder = _mode, Words = settings.Words ?? WordSplit.Punctuation };
        if (Settings.Words == WordSplit.Learned && Settings.Marks is null)
        {
            throw new InvalidInputException(InputKind.Model, null,
                "words of raw text are to be made as training learned it, but the config has no marks of the training's words; "
                + "valid without them are punctuation, whitespace, character");
        }
        _encoder = new SentenceEncoder(tokenizer, settings.Window!.Value);
        _decoder = new LegalPathDecoder(labels);
        _paths = new PathDecoder(labels);
    }

    /// <inheritdoc/>
    public ITask Task { get; }

    /// <inheritdoc/>
    public BertConfig Config { get; }

    /// <inheritdoc/>
    public BertTokenizer Tokenizer { get; }

    /// <inheritdoc/>
    public BundleSettings Settings { get; }

    /// <summary>The labels in the order of the logits, and their scheme.</summary>
    public LabelSet Labels { get; }

    /// <inheritdoc/>
    public IReadOnlyList<DataNote> Notes => Labels.Choice is { IsAmbiguous: true } choice
        ? [new($"{choice}", new Remedy(RemedyKind.GiveModelScheme, choice.Others[0].ToString().ToLowerInvariant()))] : [];

    /// <inheritdoc/>
    public ITaskData Data(ILabeledFile file) => file is TaggingFile { Data: var data, Repair: var repair }
        ? new TaggingData(this, data, repair)
        : throw new ArgumentException($"{file.Path} was not read by this task", nameof(file));

    /// <inheritdoc/>
    public IReadOnlyList<TaskExample> Examples(ISoftLabels soft) => soft is SoftTags tags
        ? [.. tags.For(Labels).SelectMany(sentence => Encode(sentence.Words).Windows.Select(window => WithProbabilities(window, sentence)))]
        : throw new ArgumentException($"{soft.Path} was not read by this task", nameof(soft));

    /// <inheritdoc/>
    public ITaskText Encode(string text, string? pair = null)
    {
        if (pair is not null) throw new InvalidInputException(InputKind.Configuration, null, "a tagger takes one text, not a pair");
        return new TaggedText(this, text);
    }

    /// <inheritdoc/>
    public int[] Decode(ReadOnlySpan<float> logits, int rows) => _decoder.Decode(logits, rows, _mode);

    internal int[] Decode(ReadOnlySpan<float> logits, int rows, DecodeMode mode) => _decoder.Decode(logits, rows, mode);

    /// <summary>The probabilities of all paths that the labels' scheme allows.</summary>
    internal PathDistribution Paths(ReadOnlySpan<float> logits, int rows) => _paths.Distribution(logits, rows);

    internal TaskItem Encode(IReadOnlyList<string> words) => _encoder.Encode(words);

    private static TaskExample WithProbabilities(TaskWindow window, SoftSentence sentence) => new(window.Input)
    {
        Soft = new SoftTargets(
            Array.ConvertAll(window.Counted, row => row.Position), Array.ConvertAll(window.Counted, row => sentence.Probabilities[row.Row])),
    };
}
