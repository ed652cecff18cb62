using System.Globalization;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Distillation.Initialization;
using TinyBertPipeline.Training.Distillation.Objectives;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.Distillation.Text;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Resuming;
using TinyBertPipeline.Training.Tasks;

namespace TinyBertPipeline.Training.Distillation;

/// <summary>What all runs of a distillation share, tuning runs included: models, text, and the starts of students.</summary>
internal sealed class DistillationSetup : IDisposable
{
    private const int UsualCache = 1000;                    // megabytes

    private readonly DistillationOptions _options;
    private readonly Dictionary<string, StudentStart> _starts = new(StringComparer.Ordinal);
    private readonly ILabeledFile? _train;
    private readonly ILabeledFile? _dev;
    private readonly DistributionCache? _cache;

    private DistillationSetup(DistillationOptions options, DistillationModels models, UnfinishedRun run, ITrainingProgress progress)
    {
        (_options, Models, Run) = (options, models, run);
        Rows = TaskParts.Of<ITrainingTask>(models.Task).CreateRows(models.Student);
        TaskFit.Require(options, models, Rows);
        FirstStudent.Require(options, models);
        _dev = string.IsNullOrEmpty(options.Dev) ? null : Read(options.Dev, progress);
        _train = options.SoftLabels is null ? Read(options.Train, progress) : null;
        var dev = DevOf(models.Student);
        foreach (var warning in dev.Warnings) progress.Warn(warning);
        Dev = new DevEvaluation(models.Student, dev);
        var text = new DistillationText(options, models, progress);
        Training = _train is not null
            ? text.Training(_train)
            : models.Student.Examples(models.SoftLabels ?? models.Task.ReadSoftLabels(options.SoftLabels!));
        if (Training.Count == 0) throw new InvalidInputException(InputKind.Data, options.SoftLabels ?? options.Train, "holds no sentence");
        var load = new DistillationLoad(Training.Sum(example => (long)example.Input.Length), options.Raw.Count > 0, Rows.TellsFindings,
            HasTeacher: options.SoftLabels is null);
        var size = ModelSize.Of(models.Student.Config);
        Options = _options = DistillationSizing.Resolve(options, load, size);
        Chosen = [.. DistillationSizing.Describe(options, Options, load, size)];
        foreach (var line in Chosen) progress.Note(line);
        foreach (var candidate in DistillationTuning.Candidates(Options, Rows).Append(Options)) _ = Matches(candidate);
        text = new DistillationText(Options, models, progress);
        Raw = text.Raw(Training, Rows);
        Training = [.. Training, .. text.Replaced(Training)];
        if (models.MoreTeachers.Count > 0) (_cache, Others) = CreateOthers();
    }

    /// <summary>The options with nothing left open.</summary>
    public DistillationOptions Options { get; }

    /// <summary>What was chosen, and why, where they left it open.</summary>
    public IReadOnlyList<string> Chosen { get; }

    /// <summary>Teachers beside the first, or null.</summary>
    public FurtherTeachers? Others { get; }

    /// <summary>Teacher, tokenizer, labels.</summary>
    public DistillationModels Models { get; }

    /// <summary>Which rows of the output are compared.</summary>
    public IImitatedRows Rows { get; }

    /// <summary>What decides the run, and the precision of matrix products of teachers and students.</summary>
    public UnfinishedRun Run { get; }

    /// <summary>Training sentences.</summary>
    public IReadOnlyList<TaskExample> Training { get; }

    /// <summary>The chosen raw text; empty where there is none.</summary>
    public IReadOnlyList<TaskExample> Raw { get; }

    /// <summary>Scores students on the development file.</summary>
    public DevEvaluation Dev { get; }

    /// <summary>The files that decide the result.</summary>
    public static RunInputs Hash(DistillationOptions options)
    {
        var inputs = new RunInputs();
        inputs.AddFile("train", options.Train);
        inputs.AddFile("dev", options.Dev);
        inputs.AddFile("softLabels", options.SoftLabels);
        inputs.AddFiles("raw", RawTextReader.FindFiles(options.Raw));
        inputs.AddModel("teacher", options.Teacher);
        inputs.AddModels("moreTeachers", options.MoreTeachers ?? []);
        inputs.AddModel("generalTeacher", options.GeneralTeacher);
        inputs.AddModel("givenStudent", options.GivenStudent);
        inputs.AddModel("model", options.Model);
        inputs.AddTokenizer("tokenizer", options.Tokenizer);
        return inputs;
    }

    /// <summary>Reads the text. The models stay the caller's.</summary>
    /// <exception cref="InvalidInputException">
    /// The options do not fit the models, or an input is missing, broken or does not fit the others.
    /// </exception>
    public static DistillationSetup Load(
        DistillationOptions options, DistillationModels models, UnfinishedRun run, ITrainingProgress progress) =>
        new(options, models, run, progress);

    /// <summary>The layer map of some options, or null without a teacher.</summary>
    public LayerMap? Map(DistillationOptions options)
    {
        if (Models.Teacher is null) return null;
        var (from, to) = (Models.Teacher.Config.Layers, Models.Student.Config.Layers);
        return options.Layers is { Count: > 0 } layers ? LayerMap.Explicit(layers, from, to)
            : options.LayerMap == LayerMapKind.Uniform ? LayerMap.Uniform(from, to)
            : LayerMap.LowestAndLast(from, to);
    }

    /// <summary>What is compared: the options' matches, else those of the layer map; none without a teacher.</summary>
    /// <exception cref="InvalidInputException">A match names a layer that student or teacher do not have.</exception>
    public IReadOnlyList<LayerMatch> Matches(DistillationOptions options)
    {
        if (options.Matches is not { } matches) return Map(options)?.Matches() ?? [];
        var (student, teacher) = (Models.Student.Config.Layers, Models.Teacher?.Config.Layers ?? 0);
        foreach (var match in matches)
        {
            var lowest = match.Feature == MatchedFeature.Attention ? 1 : 0;
            if (match.Student >= lowest && match.Student <= student && match.Teacher >= lowest && match.Teacher <= teacher) continue;
            throw new InvalidInputException(InputKind.Configuration, null,
                $"matches: {match}: expected a student layer of {lowest}..{student} and a teacher layer of {lowest}..{teacher}");
        }
        return matches;
    }

    /// <summary>A new student as the options want it to start.</summary>
    public Student CreateStudent(DistillationOptions options)
    {
        var comesFromTeacher = Models.StartFolder is null && Models.Teacher is not null && options.StartsAt() != InitializationKind.Random;
        return comesFromTeacher
            ? Student.From(Models.Task, Start(options), Models.Teacher!.Config, Map(options)!)
            : Student.Of(Models.StartNetwork(options.Seed), Models.Teacher?.Config, options.Seed);
    }

    /// <summary>The teacher's score on dev, by its own window and decoder; null without a teacher.</summary>
    public TaskScore? ScoreTeacher(CancellationToken cancellation) => Models.Teacher is null
        ? null
        : Evaluation(Models.TeacherModel!).Score(Models.Teacher, cancellation);

    /// <summary>Of several teachers the score of each on dev, by its own window and decoder, and that of the mean of their distributions.</summary>
    public (IReadOnlyList<TaskScore> Each, TaskScore? Ensemble) ScoreTeachers(TaskScore? first, CancellationToken cancellation)
    {
        if (first is null || Models.MoreTeachers.Count == 0) return ([], null);
        var others = Models.MoreTeacherModels.Zip(Models.MoreTeachers, (model, network) => Evaluation(model).Score(network, cancellation));
        return ([first, .. others], Evaluation(Models.TeacherModel!).Score([Models.Teacher!, .. Models.MoreTeachers], cancellation));
    }

    public void Dispose()
    {
        Rows.Dispose();
        _cache?.Dispose();
    }

    private DevEvaluation Evaluation(ITaskModel model) => new(model, DevOf(model));

    // The development file, or what is held out of the training file, as a model sees it.
    private ITaskData DevOf(ITaskModel model) => _dev is not null ? model.Data(_dev) : HeldOutItems.Split(model.Data(_train!), _options.Seed).Dev;

    private (DistributionCache, FurtherTeachers) CreateOthers()
    {
        var output = Models.Teacher!.Output;
        int Values(TaskExample example) => output.RowsOf(example.Input.Length) * Models.Student.Config.Labels.Count;
        var path = Path.Combine(_options.Out, TrainingCheckpoints.FolderName, TrainingCheckpoints.TeachersName);
        var cache = new DistributionCache(path, Training, Values, (_options.TeacherCache ?? UsualCache) * 1_000_000L);
        return (cache, new FurtherTeachers(Models.MoreTeachers, cache, output));
    }

    // Tuning runs with the same map start alike: computed once.
    private StudentStart Start(DistillationOptions options)
    {
        var map = Map(options)!;
        if (_starts.TryGetValue(map.ToString(), out var known)) return known;
        return _starts[map.ToString()] = Start(options, Models.Teacher!, Models.Student.Config, map);
    }

    /// <summary>A student as some wider model gives it.</summary>
    /// <param name="options">The run's options.</param>
    /// <param name="source">The model that the student starts from.</param>
    /// <param name="student">The student's sizes and head.</param>
    /// <param name="map">The layer of <paramref name="source"/> of each student layer.</param>
    public StudentStart Start(DistillationOptions options, BertTaskModel source, BertConfig student, LayerMap map)
    {
        var padId = Models.Student.Tokenizer.Vocabulary.PadId;
        var mix = new SequenceMix(options.InitializationPieces, options.TrainingShare, options.BatchPieces, options.Seed);
        var text = mix.Batches(Training, Raw).Select(batch => TokenBatch.Pad([.. batch.Select(example => example.Input)], padId));
        return StudentInitialization.Run(source, text, new StartOptions(ModelSize.Of(student), map)
        {
            Restores = options.StartsAt() == InitializationKind.Recipe,
            Seed = options.Seed,
            Student = student,
            UseBFloat16 = Run.UsesBFloat16,
        });
    }

    private ILabeledFile Read(string path, ITrainingProgress progress)
    {
        var file = Models.Task.Read(path, _options.Data);
        progress.Note($"{path}: {file.Description}");
        foreach (var warning in file.Warnings) progress.Warn(warning);
        return file;
    }
}
