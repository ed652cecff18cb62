using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Inference.Benchmarking;
using TinyBertPipeline.Pipeline.Context;
using TinyBertPipeline.Pipeline.Demo;
using TinyBertPipeline.Pipeline.Parity;
using TinyBertPipeline.Pipeline.Quantization;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Pretraining.Recipe;

namespace TinyBertPipeline.Pipeline;

/// <summary>
/// A whole line: teacher, student, ONNX, OpenVINO IR, parity, speed. The defaults are the embedded demo; a config lists what differs.
/// Paths of inputs may be relative to the inputs root.
/// </summary>
public sealed record PipelineOptions : ICheckedOptions
{
    /// <summary>Name of the run; its folder is <c>artifacts/runs/NAME</c> unless <see cref="Output"/> says otherwise.</summary>
    public string Name { get; init; } = "demo";

    /// <summary>Folder of the run, or null.</summary>
    public string? Output { get; init; }

    /// <summary>The data; null for sentences that <see cref="Demo"/> makes.</summary>
    public PipelineData? Data { get; init; }

    /// <summary>What is made where no data are given.</summary>
    public DemoData Demo { get; init; } = new();

    /// <summary>
    /// How the teacher's encoder first learns from the raw text, from random weights or from those of <see cref="Teacher"/>'s model; its
    /// start, text and output are filled in. Null leaves it out.
    /// </summary>
    public PretrainingOptions? Pretraining { get; init; }

    /// <summary>How the teacher is fine-tuned; its data and output are filled in.</summary>
    public FineTuningOptions Teacher { get; init; } = new();

    /// <summary>How the student is distilled; its teacher, data and output are filled in.</summary>
    public DistillationOptions Student { get; init; } = new();

    /// <summary>
    /// Also train the same student, started alike, on the labels alone with as many pieces; and where there is pre-training, the teacher
    /// without it.
    /// </summary>
    public bool Baseline { get; init; } = true;

    /// <summary>How the student is made 8-bit, calibrated on its training file; null leaves it out.</summary>
    public QuantizationOptions? Quantization { get; init; }

    /// <summary>Largest logit difference between engines that passes.</summary>
    public double MaxLogitDifference { get; init; } = ParityReport.UsualDifference;

    /// <summary>How speed is measured.</summary>
    public BenchmarkOptions Benchmark { get; init; } = new();

    /// <summary>Gates on the scores; none by default.</summary>
    public PipelineGates Gates { get; init; } = new();

    /// <summary>Where reports go as <c>NAME.md</c> and <c>NAME.json</c> beside the run's own copies, or null.</summary>
    public string? Report { get; init; }

    /// <summary>The folder of the run.</summary>
    public string Folder() => Output ?? Path.Combine("artifacts", "runs", Name);

    /// <summary>Everything that is wrong with the options of all stages, in words.</summary>
    public IEnumerable<string> Faults() =>
    [
        .. OptionsFaults.Where(
            (!OptionsPath.IsFileName(Name), $"name: '{Name}', expected a name that can be that of a folder"),
            (!(MaxLogitDifference >= 0), $"maxLogitDifference: {MaxLogitDifference}, expected 0 or more")),
        .. Data is null ? OptionsFaults.Below("demo", Demo, demo => demo.Faults()) : OptionsFaults.Below("data", Data, data => data.Faults()),
        .. PretrainingFaults(),
        .. OptionsFaults.Below("teacher", Teacher, teacher => Given(teacher).Concat(WithPlaces(teacher).Faults())),
        .. OptionsFaults.Below("student", Student, student => Given(student).Concat(WithPlaces(student).Faults())),
        .. Quantization is null ? [] : OptionsFaults.Below("quantization", Quantization, options => (options with { Calibration = "train" }).Faults()),
        .. OptionsFaults.Below("benchmark", Benchmark, benchmark => benchmark.Faults()),
        .. OptionsFaults.Below("gates", Gates, gates => gates.Faults()),
    ];

    private IEnumerable<string> PretrainingFaults() => Pretraining is null ? [] :
    [
        .. OptionsFaults.Where((Data is null ? Demo is { Raw: 0 } : Data.Raw is { Count: 0 },
            $"pretraining: there is no raw text; set {(Data is null ? "demo" : "data")}.raw")),
        .. OptionsFaults.Below("pretraining", Pretraining, options => (options with
        {
            Raw = ["raw"],
            Out = "out",
            Model = Teacher?.Model,
            Size = Teacher?.Size ?? "",
            Tokenizer = "tokenizer",
        }).Faults()),
    ];

    // What the run fills in cannot be given otherwise.
    private static IEnumerable<string> Given(FineTuningOptions options) => Given(options.Train, options.Dev, options.Out);

    private static IEnumerable<string> Given(DistillationOptions options) => Given(options.Train, options.Dev, options.Out).Concat(OptionsFaults.Where(
        (options.Teacher is not null, "teacher: in a run it is the one that the run trains"),
        (options.Task is not null, "task: in a run it is teacher.task"),
        (options.Raw is { Count: > 0 }, "raw: a run takes it from data.raw"),
        (options.Data is not null && options.Data != new DataOptions(), "data: a run reads all labelled files as teacher.data says")));

    private static IEnumerable<string> Given(string? train, string? dev, string? to) => OptionsFaults.Where(
        (train is { Length: > 0 }, "train: a run takes it from data.train"),
        (dev is { Length: > 0 }, "dev: a run takes it from data.dev"),
        (to is { Length: > 0 }, "out: a run has a folder of its own for it, below output"));

    // What the run fills in is not asked for.
    private FineTuningOptions WithPlaces(FineTuningOptions options) => options with
    {
        Train = "train",
        Dev = "dev",
        Out = "out",
        Tokenizer = options.Tokenizer ?? (Data is null ? "tokenizer" : null),
    };

    private DistillationOptions WithPlaces(DistillationOptions options) => options with
    {
        Task = Teacher?.Task,
        Teacher = "teacher",
        Train = "train",
        Dev = "dev",
        Raw = Data?.Raw ?? (Demo is { Raw: > 0 } ? ["raw"] : []),
        Out = "out",
    };
}
