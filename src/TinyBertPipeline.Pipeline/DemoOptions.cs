using TinyBertPipeline.Inference.Benchmarking;
using TinyBertPipeline.Training.Distillation;
using TinyBertPipeline.Training.FineTuning;

namespace TinyBertPipeline.Pipeline;

/// <summary>The embedded demo: a teacher from random weights on a counted vocabulary, and its student.</summary>
public static class DemoOptions
{
    /// <summary>Name of the short version.</summary>
    public const string QuickName = "demo-quick";

    /// <summary>Sentences of the three parts.</summary>
    internal static (int Train, int Dev, int Test) Sentences(bool quick) => quick ? (1500, 150, 200) : (3000, 300, 400);

    /// <summary>The options of the demo.</summary>
    /// <param name="quick">A version of about a minute: less data, fewer steps, a shorter benchmark.</param>
    public static PipelineOptions Create(bool quick) => new()
    {
        Name = quick ? QuickName : "demo",
        Teacher = new FineTuningOptions { Size = "3,128,4,512", Epochs = quick ? 8 : 12, LearningRate = 1e-3 },
        Student = new DistillationOptions { Student = "2,96,4,384", Pieces = quick ? 100_000 : 300_000, LearningRate = 2e-3 },
        Benchmark = new BenchmarkOptions { Iterations = quick ? 10 : 50, Length = 32 },
        Gates = new PipelineGates { MinTeacherF1 = 0.80, MaxTeacherF1 = 0.995, MinRetention = 0.95 },
    };
}
