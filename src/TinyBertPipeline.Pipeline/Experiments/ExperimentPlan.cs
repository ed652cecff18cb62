using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.Known;
using TinyBertPipeline.Pipeline.Context;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.FineTuning;

namespace TinyBertPipeline.Pipeline.Experiments;

/// <summary>Lays out the trainings of an experiment.</summary>
internal sealed class ExperimentPlan
{
    private const int VocabularySize = 2000;

    private readonly ExperimentOptions _options;
    private readonly string _inputsRoot;
    private readonly OptionsHash _hash = new();

    private ExperimentPlan(ExperimentOptions options, string inputsRoot) => (_options, _inputsRoot) = (options, inputsRoot);

    /// <summary>
    /// All trainings, the most telling first, so that an experiment that is interrupted has a useful table: one seed of teacher, recipe and
    /// baseline on every data set; then the other seeds of teacher and recipe; then the rest in the order of the config.
    /// </summary>
    /// <exception cref="InvalidInputException">Inputs are missing, or options of rows are wrong; all are listed.</exception>
    public static IReadOnlyList<ExperimentJob> Create(ExperimentOptions options, string inputsRoot)
    {
        options.ThrowIfInvalid();
        var plan = new ExperimentPlan(options, inputsRoot);
        var inputs = new InputFinder(inputsRoot);
        ExperimentDataSet[] dataSets = [.. options.DataSets.Select(dataSet => Resolve(dataSet, inputs))];
        inputs.ThrowIfAny([]);
        ExperimentJob[] jobs = [.. dataSets.Select(plan.WithTokenizer).SelectMany(plan.Jobs).OrderBy(plan.Phase)];
        OptionsFaults.ThrowIfAny(jobs.DistinctBy(job => (job.DataSet.Name, job.Row)).SelectMany(job =>
            (job.FineTuning?.Faults() ?? []).Concat(job.Distillation?.Faults() ?? []).Select(fault => $"rows: {job.Row.Key()} on {job.DataSet.Name}: {fault}")));
        return jobs;
    }

    private IEnumerable<ExperimentJob> Jobs(ExperimentDataSet dataSet)
    {
        var teachers = Expand(row => row.IsTeacher, (row, seed) => Teacher(dataSet, row, seed)).ToList();
        var students = Expand(
            row => !row.IsTeacher,
            (row, seed) => Student(dataSet, row, seed,
                [.. row.TeachersOf(seed).Select(of => teachers.First(teacher => teacher.Seed == of && teacher.Row.Teaches(row, of)))]));
        return teachers.Concat(students);
    }

    // By seed, then in the order of the config.
    private IEnumerable<ExperimentJob> Expand(Func<ExperimentRow, bool> wanted, Func<ExperimentRow, int, ExperimentJob> create) =>
        _options.Rows.Where(wanted).SelectMany(row => row.Seeds.Index().Select(seed => (row, seed)))
            .OrderBy(pair => pair.seed.Index).Select(pair => create(pair.row, pair.seed.Item));

    private int Phase(ExperimentJob job)
    {
        var isFirst = job.Seed == job.Row.Seeds[0];
        var isRecipe = job.Row == _options.Rows.FirstOrDefault(row => row.ShownName == ExperimentVariant.Full);
        var isBaseline = job.Row == _options.Rows.FirstOrDefault(row => row.ShownName == ExperimentVariant.None);
        return (job.Row.IsTeacher, isRecipe, isBaseline) switch
        {
            (true, _, _) when isFirst => 0,
            (_, true, _) when isFirst => 1,
            (_, _, true) when isFirst => 2,
            (true, _, _) or (_, true, _) => 3,
            _ => 4,
        };
    }

    private ExperimentJob Teacher(ExperimentDataSet dataSet, ExperimentRow row, int seed)
    {
        var folder = Folder(dataSet, row, seed);
        var options = Bind<FineTuningOptions>(row, OptionsFile.ToJson(dataSet.Teacher)) with
        {
            Train = dataSet.Train,
            Dev = dataSet.Dev,
            Out = folder,
            Seed = seed,
        };
        return new ExperimentJob(dataSet, row, seed) { FineTuning = options, OptionsHash = _hash.OfTeacher(options), Folder = folder };
    }

    private ExperimentJob Student(ExperimentDataSet dataSet, ExperimentRow row, int seed, ExperimentJob[] teachers)
    {
        var folder = Folder(dataSet, row, seed);
        var bound = Bind<DistillationOptions>(row, OptionsFile.ToJson(dataSet.Student), ExperimentVariant.Changes(row.Variant, dataSet));
        var options = bound with
        {
            GeneralTeacher = FindOptional(bound.GeneralTeacher),
            GivenStudent = FindOptional(bound.GivenStudent),
            Teacher = teachers[0].Folder,
            MoreTeachers = teachers.Length > 1 ? [.. teachers[1..].Select(teacher => teacher.Folder)] : bound.MoreTeachers,
            Train = dataSet.Train,
            Dev = dataSet.Dev,
            Raw = dataSet.Raw,
            Size = row.Student,
            Out = folder,
            Seed = seed,
        };
        return new ExperimentJob(dataSet, row, seed)
        {
            Distillation = options,
            Teacher = teachers[0],
            MoreTeachers = teachers[1..],
            OptionsHash = _hash.OfStudent(options, [.. teachers.Select(teacher => teacher.OptionsHash)]),
            Folder = folder,
        };
    }

    private static T Bind<T>(ExperimentRow row, JsonNode common, JsonObject? changes = null) where T : class
    {
        var values = common.AsObject();
        foreach (var (key, value) in (changes ?? []).Concat(row.Options ?? [])) values[key] = value?.DeepClone();
        try
        {
            return OptionsFile.Bind<T>(values);
        }
        catch (InvalidInputException e)
        {
            throw new InvalidInputException(InputKind.Configuration, null, $"rows: {row.Key()}: {e.Message}", inner: e);
        }
    }

    private string Folder(ExperimentDataSet dataSet, ExperimentRow row, int seed) =>
        Path.Combine(_options.Folder(), dataSet.Name, $"{row.Key().Replace(' ', '-').Replace(',', 'x')}-seed{seed}");

    private static ExperimentDataSet Resolve(ExperimentDataSet dataSet, InputFinder inputs)
    {
        string? Find(string key, string? path) => inputs.Find($"dataSets: {dataSet.Name}: {key}", path);
        return dataSet with
        {
            Train = Find("train", dataSet.Train)!,
            Dev = Find("dev", dataSet.Dev)!,
            Test = Find("test", dataSet.Test)!,
            Raw = [.. dataSet.Raw.Select(path => Find("raw", path)!)],
            Teacher = dataSet.Teacher with
            {
                Model = Find("teacher.model", dataSet.Teacher.Model),
                Tokenizer = Find("teacher.tokenizer", dataSet.Teacher.Tokenizer),
            },
        };
    }

    // A teacher from random weights has no vocabulary to bring along.
    private ExperimentDataSet WithTokenizer(ExperimentDataSet dataSet) => dataSet.Teacher is { Model: null, Tokenizer: null }
        ? dataSet with { Teacher = dataSet.Teacher with { Tokenizer = TrainTokenizer(dataSet) } }
        : dataSet;

    private string Find(string path) => InputsRoot.Resolve(path, _inputsRoot);

    private string? FindOptional(string? path) => path is null ? null : Find(path);

    private string TrainTokenizer(ExperimentDataSet dataSet)
    {
        var folder = Path.Combine(_options.Folder(), dataSet.Name, "tokenizer");
        TrainedTokenizer.Save(TaskList.Find(dataSet.Teacher.Task).Read(dataSet.Train, dataSet.Teacher.Data).Texts(), VocabularySize, folder);
        return folder;
    }
}
