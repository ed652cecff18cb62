using TinyBertPipeline.Pipeline.Context;
using TinyBertPipeline.Pipeline.Experiments;
using TinyBertPipeline.Training.Distillation;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.FineTuning;

namespace TinyBertPipeline.Pipeline.Tests.Experiments;

/// <summary>An experiment on a few sentences in a folder of its own.</summary>
internal sealed class SmallExperiment : IDisposable
{
    private const string Sentences = "Ada B-PER\nByron E-PER\nsings O\n\nRiver S-LOC\nof O\nice O\n\n";

    private readonly TemporaryFolder _folder = new();

    public SmallExperiment(params ExperimentRow[] rows)
    {
        Options = new ExperimentOptions
        {
            Name = "small",
            Output = _folder.File("work"),
            Results = _folder.File("results"),
            DataSets = [DataSet("first")],
            Rows = rows,
        };
    }

    public ExperimentOptions Options { get; set; }

    public string Path => _folder.Path;

    public RecordedProgress Progress { get; } = new();

    public PipelineContext Context => new() { InputsRoot = _folder.Path, CommandLine = "tinybert experiment small.json", Progress = Progress };

    public ExperimentResults Results => new(Options.Results, Options.Report ?? Options.Name);

    public static ExperimentRow Row(string variant, params int[] seeds) => new() { Variant = variant, Student = "2,8,2,16", Seeds = seeds };

    public ExperimentDataSet DataSet(string name) => new()
    {
        Name = name,
        Train = _folder.Write(name + "-train", Sentences),
        Dev = _folder.Write(name + "-dev", Sentences),
        Test = _folder.Write(name + "-test", Sentences),
        Raw = [_folder.Write(name + "-raw.txt", "The river sings of ice.\n")],
        Teacher = new FineTuningOptions { Size = "2,16,2,32" },
        Student = new DistillationOptions { Pieces = 1000 },
    };

    public IReadOnlyList<ExperimentJob> Plan() => ExperimentPlan.Create(Options, _folder.Path);

    public ExperimentReport Run(IExperimentWork work, ExperimentRequest? request = null, CancellationToken cancellation = default) =>
        ExperimentRun.Run(Options, request ?? new ExperimentRequest(), Context, work, cancellation);

    public void Dispose() => _folder.Dispose();
}
