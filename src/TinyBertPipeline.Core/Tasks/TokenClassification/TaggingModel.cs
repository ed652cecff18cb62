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
    private readonly PathDecoder? _decoder;                 // at the operating point; null while a CRF's transitions are not known
    private readonly PathDecoder? _paths;                   // without its biases
    private readonly PathDecoder _single;                   // the best label of a word by itself needs no transitions
    private readonly DecodeMode _mode;

    internal TaggingModel(ITask task, BertConfig config, BertTokenizer tokenizer, BundleSettings settings, LabelSet labels)
    {
        (Task, Config, Tokenizer, Labels, Head) = (task, settings.ApplyHeadTo(config), tokenizer, labels, TaggingHead.Of(settings));
        _mode = settings.Decoder ?? DecodeMode.Viterbi;
        Settings = settings with { Scheme = labels.Scheme, Decoder = _mode, Words = settings.Words ?? WordSplit.Punctuation };
        if (Settings.Words == WordSplit.Learned && Settings.Marks is null)
        {
            throw new InvalidInputException(InputKind.Model, null,
                "words of raw text are to be made as training learned it, but the config has no marks of the training's words; "
                + "valid without them are punctuation, whitespace, character");
        }
        _encoder = new SentenceEncoder(tokenizer, settings.Window!.Value);
        _single = new PathDecoder(labels);
        if (!Head.HasCrf) (_decoder, _paths) = Decoders(null);
    }

    private TaggingModel(TaggingModel other, PathTransitions transitions)
    {
        (Task, Config, Tokenizer, Labels, Head) = (other.Task, other.Config, other.Tokenizer, other.Labels, other.Head);
        (Settings, _mode, _encoder, _single, Transitions) = (other.Settings, other._mode, other._encoder, other._single, transitions);
        (_decoder, _paths) = Decoders(transitions);
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

    /// <summary>What stands on the encoder.</summary>
    public TaggingHead Head { get; }

    /// <summary>The scores of a CRF's steps, once they are known (see <see cref="With"/>); null without a CRF.</summary>
    public PathTransitions? Transitions { get; }

    /// <inheritdoc/>
    public IReadOnlyList<DataNote> Notes => Labels.Choice switch
    {
        { IsAmbiguous: true } choice => [new($"{choice}", new Remedy(RemedyKind.GiveModelScheme, choice.Others[0].ToString().ToLowerInvariant()))],
        { WrittenAs: not null } or { Outside: not null } => [new($"{Labels.Choice}")],
        _ => [],
    };

    /// <inheritdoc/>
    public ITaskModel With(IReadOnlyDictionary<string, float[]> besideGraph)
    {
        if (!Head.HasCrf) return this;
        foreach (var (name, shape) in TaggingHead.TransitionTensors(Labels.Count).Select(slot => (slot.Name, slot.Shape)))
        {
            var count = shape.Aggregate(1L, (product, size) => product * size);
            if (besideGraph.GetValueOrDefault(name) is not { } values)
            {
                throw new InvalidInputException(InputKind.Model, null,
                    $"the model's file lacks {name}, without which a CRF's labels cannot be decoded; it has to be made again");
            }
            if (values.LongLength != count || !values.All(float.IsFinite))
            {
                throw new InvalidInputException(InputKind.Model, null,
                    $"{name} in the model's file has {values.Length} values, expected {count} finite ones");
            }
        }
        float[] Table(int index) => besideGraph[TaggingHead.Transitions[index]];
        return new TaggingModel(this, PathTransitions.FromWeights(Table(0), Table(1), Table(2)));
    }

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
    public int[] Decode(ReadOnlySpan<float> logits, int rows) => Decode(logits, rows, _mode);

    internal int[] Decode(ReadOnlySpan<float> logits, int rows, DecodeMode mode) =>
        mode == DecodeMode.Argmax ? _single.BestLabels(logits, rows) : Known(_decoder).BestPath(logits, rows);

    /// <summary>All paths that are considered, without the biases of an operating point.</summary>
    internal PathDecoder AllPaths => Known(_paths);

    /// <summary>Their probabilities, at the model's temperature.</summary>
    internal PathDistribution Paths(ReadOnlySpan<float> logits, int rows) => AllPaths.Distribution(logits, rows, Settings.Temperature ?? 1);

    internal TaskItem Encode(IReadOnlyList<string> words) => _encoder.Encode(words);

    private (PathDecoder Decoder, PathDecoder Paths) Decoders(PathTransitions? transitions)
    {
        var paths = new PathDecoder(Labels, transitions, Head.DecodesLegalPaths);
        if (Settings.Reading.Point is not { } point) return (paths, paths);
        var biases = point.ToTransitions(Labels);
        return (new PathDecoder(Labels, transitions?.Plus(biases) ?? biases, Head.DecodesLegalPaths), paths);
    }

    private static PathDecoder Known(PathDecoder? decoder) =>
        decoder ?? throw new InvalidOperationException("a CRF's transitions come with an engine; the model has none yet");

    private static TaskExample WithProbabilities(TaskWindow window, SoftSentence sentence) => new(window.Input)
    {
        Soft = new SoftTargets(
            Array.ConvertAll(window.Counted, row => row.Position), Array.ConvertAll(window.Counted, row => sentence.Probabilities[row.Row])),
    };
}
