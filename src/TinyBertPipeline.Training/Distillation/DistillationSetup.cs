using System.Globalization;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Training.Distillation.Initialization;
using TinyBertPipeline.Training.Distillation.Text;
using TinyBertPipeline.Training.Modeling;

namespace TinyBertPipeline.Training.Distillation;

/// <summary>What all runs of a distillation share, tuning runs included: models, text, and the starts of students.</summary>
internal sealed class DistillationSetup : IDisposable
{
    private readonly DistillationOptions _options;
    private readonly Dictionary<string, StudentStart> _starts = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, string>? _hashes;
    private bool _usesBFloat16;

    private DistillationSetup(DistillationOptions options, DistillationModels models, ITrainingProgress progress)
    {
        (_options, Models) = (options, models);
        Dev = Read(options.Dev);
        MaxPieces = Math.Min(options.MaxPieces, (models.Teacher?.Config ?? models.GivenStudent)!.MaxPositions);
        var encoder = new SentenceEncoder(models.Tokenizer, MaxPieces);
        Training = options.SoftLabels is null
            ? TrainingSentences.Encode(Read(options.Train).Sentences, encoder, models.Labels)
            : TrainingSentences.Encode(SoftLabelsReader.Read(options.SoftLabels, models.Labels), encoder);
        if (Training.Count == 0) throw new InvalidInputException(InputKind.Data, options.SoftLabels ?? options.Train, "holds no sentence");
        Raw = ChooseRawText(progress);
    }

    /// <summary>Teacher, tokenizer, labels.</summary>
    public DistillationModels Models { get; }

    /// <summary>Training sentences.</summary>
    public IReadOnlyList<TextSequence> Training { get; }

    /// <summary>The chosen raw text; empty where there is none.</summary>
    public IReadOnlyList<TextSequence> Raw { get; }

    /// <summary>Pieces of a sequence at most: what the options want and the model takes.</summary>
    public int MaxPieces { get; }

    /// <summary>The development file.</summary>
    public LabeledData Dev { get; }

    /// <summary>Reads everything.</summary>
    /// <exception cref="InvalidInputException">The options contradict each other, or an input is missing, broken or does not fit the others.</exception>
    public static DistillationSetup Load(DistillationOptions options, ITrainingProgress progress)
    {
        DistillationOptionsCheck.ThrowIfInvalid(options);
        var models = DistillationModels.Open(options);
        try
        {
            return new DistillationSetup(options, models, progress);
        }
        catch
        {
            models.Dispose();
            throw;
        }
    }

    /// <summary>Whether matrix products are computed in bfloat16, by teachers and new students.</summary>
    public bool UsesBFloat16
    {
        get => _usesBFloat16;
        set
        {
            _usesBFloat16 = value;
            Models.UseBFloat16(value);
        }
    }

    /// <summary>The student's sizes.</summary>
    public StudentSize Size(DistillationOptions options) =>
        Models.GivenStudent is { } given ? StudentSize.Of(given) : StudentSize.Parse(options.Student);

    /// <summary>The student's config: the teacher's but for the sizes.</summary>
    public BertConfig StudentConfig(DistillationOptions options) => Models.GivenStudent ?? Size(options).Resize(Models.Teacher!.Config);

    /// <summary>The layer map of some options, or null without a teacher.</summary>
    public LayerMap? Map(DistillationOptions options)
    {
        if (Models.Teacher is null) return null;
        var (from, to) = (Models.Teacher.Config.Layers, Size(options).Layers);
        return options.Layers is { Count: > 0 } layers ? LayerMap.Explicit(layers, from, to)
            : options.LayerMap == LayerMapKind.Uniform ? LayerMap.Uniform(from, to)
            : LayerMap.LowestAndLast(from, to);
    }

    /// <summary>What is compared: the options' matches, else those of the layer map; none without a teacher.</summary>
    /// <exception cref="InvalidInputException">A match names a layer that student or teacher do not have.</exception>
    public IReadOnlyList<LayerMatch> Matches(DistillationOptions options)
    {
        if (options.Matches is not { } matches) return Map(options)?.Matches() ?? [];
        var (student, teacher) = (Size(options).Layers, Models.Teacher?.Config.Layers ?? 0);
        foreach (var match in matches)
        {
            var lowest = match.Feature == MatchedFeature.Attention ? 1 : 0;
            if (match.Student >= lowest && match.Student <= student && match.Teacher >= lowest && match.Teacher <= teacher) continue;
            throw new InvalidInputException(InputKind.Configuration, null,
                $"matches: {match}: expected a student layer of {lowest}..{student} and a teacher layer of {lowest}..{teacher}");
        }
        return matches;
    }

    /// <summary>A new student as the options want it to start, computing in the teacher's precision.</summary>
    public Student CreateStudent(DistillationOptions options)
    {
        var student = Create(options);
        student.Model.Encoder.UseBFloat16 = UsesBFloat16;
        return student;
    }

    private Student Create(DistillationOptions options)
    {
        if (Models.GivenStudent is { } given)
            return Student.Of(DistillationModels.LoadTagger(options.GivenStudent!, given), Models.Teacher?.Config, options.Seed);
        var teacher = Models.Teacher!.Config;
        return options.StartsAt() == InitializationKind.Random
            ? Student.Of(BertTaggerModel.Create(StudentConfig(options), options.Seed), teacher, options.Seed)
            : Student.From(Start(options), teacher, options.Seed);
    }

    /// <summary>SHA-256 of every input by its path: files, and the weights of models.</summary>
    public IReadOnlyDictionary<string, string> InputHashes() => _hashes ??= HashInputs();

    public void Dispose() => Models.Dispose();

    private SortedDictionary<string, string> HashInputs()
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in new[] { _options.Train, _options.Dev, _options.SoftLabels ?? "" }.Concat(RawTextReader.FindFiles(_options.Raw)))
        {
            if (file.Length > 0) hashes[file] = FileHash.Sha256(file);
        }
        foreach (var model in new[] { _options.Teacher, _options.GeneralTeacher, _options.GivenStudent }.OfType<string>())
            hashes[model] = BertWeights.HashFolder(model);
        return hashes;
    }

    // Tuning runs with the same map start alike: computed once.
    private StudentStart Start(DistillationOptions options)
    {
        var map = Map(options)!;
        if (_starts.TryGetValue(map.ToString(), out var known)) return known;
        var text = new SequenceMix(options.InitializationPieces, options.TrainingShare, options.BatchTokens, options.Seed).Batches(Training, Raw)
            .Select(batch => TokenBatch.Pad(Array.ConvertAll(batch, sequence => sequence.Ids), Models.Tokenizer.Vocabulary.PadId));
        var restores = options.StartsAt() == InitializationKind.Recipe;
        return _starts[map.ToString()] = StudentInitialization.Run(Models.Teacher!, text, Size(options), map, restores, options.Seed);
    }

    /// <summary>Strict micro F1 on dev.</summary>
    public DevScore Score(BertTaggerModel model) => DevScore.Measure(model, Models.Tokenizer, Models.Labels, Dev, MaxPieces);

    // Types that the teacher does not know are refused: it can teach nothing about them.
    private LabeledData Read(string path)
    {
        var data = LabeledData.Read(path);
        data.ThrowIfTypesMissing(Models.Labels);
        return data;
    }

    private IReadOnlyList<TextSequence> ChooseRawText(ITrainingProgress progress)
    {
        if (_options.Raw.Count == 0 || _options.SoftLabels is not null)
        {
            progress.Note(_options.SoftLabels is null ? "no raw text: training sentences only" : "soft labels: no teacher for raw text, soft-labelled sentences only");
            return [];
        }
        var pieces = (long)Math.Ceiling(_options.Pieces * (1 - _options.TrainingShare));
        var windows = new RawWindows(RawTextReader.FindFiles(_options.Raw), Models.Tokenizer, MaxPieces);
        var training = Training.Select(sequence => sequence.Ids);
        var chosen = _options.PreferEntities
            ? new EntityPreference(Models, _options.BatchTokens).Choose(windows.ChooseLike(training, 2 * pieces).BestFirst(), pieces)
            : windows.ChooseLike(training, pieces).InOrder();
        progress.Note(string.Create(CultureInfo.InvariantCulture,
            $"raw text: {chosen.Count} windows with {chosen.Sum(window => (long)window.Length)} pieces, the most like the training text"));
        return [.. chosen.Select(window => new TextSequence(window))];
    }
}
