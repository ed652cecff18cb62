using TinyBertPipeline.Inference.Benchmarking;
using TinyBertPipeline.Training.Distillation;
using TinyBertPipeline.Training.FineTuning;

namespace TinyBertPipeline.Pipeline;

/// <summary>
/// A whole line: teacher, student, ONNX, OpenVINO IR, parity, speed. The defaults are the embedded demo; a config lists what differs.
/// Paths of inputs may be relative to the inputs root.
/// </summary>
public sealed record PipelineOptions
{
    /// <summary>Name of the run; its folder is <c>artifacts/runs/NAME</c> unless <see cref="Output"/> says otherwise.</summary>
    public string Name { get; init; } = "demo";

    /// <summary>Folder of the run, or null.</summary>
    public string? Output { get; init; }

    /// <summary>The data; null for the embedded demo's own sentences.</summary>
    public PipelineData? Data { get; init; }

    /// <summary>How the teacher is fine-tuned; its data and output are filled in.</summary>
    public FineTuningOptions Teacher { get; init; } = new();

    /// <summary>How the student is distilled; its teacher, data and output are filled in.</summary>
    public DistillationOptions Student { get; init; } = new();

    /// <summary>Also train the same student, started alike, on the labels alone with as many pieces.</summary>
    public bool Baseline { get; init; } = true;

    /// <summary>Largest logit difference between engines that passes.</summary>
    public double MaxLogitDifference { get; init; } = 1e-4;

    /// <summary>How speed is measured.</summary>
    public BenchmarkOptions Benchmark { get; init; } = new();

    /// <summary>Gates on the scores; none by default.</summary>
    public PipelineGates Gates { get; init; } = new();

    /// <summary>Where reports go as <c>NAME.md</c> and <c>NAME.json</c> beside the run's own copies, or null.</summary>
    public string? Report { get; init; }

    /// <summary>The folder of the run.</summary>
    public string Folder() => Output ?? Path.Combine("artifacts", "runs", Name);
}
