using TinyBertPipeline.Inference.Benchmarking;
using TinyBertPipeline.Pipeline.Demo;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.FineTuning;

namespace TinyBertPipeline.Pipeline;

/// <summary>The embedded demo: a teacher from random weights on a counted vocabulary, and its student.</summary>
public static class DemoOptions
{
    /// <summary>The options of the demo.</summary>
    /// <param name="quick">A version of about a minute: less data, fewer steps, a shorter benchmark.</param>
    public static PipelineOptions Create(bool quick) => new()
    {
        Name = quick ? "demo-quick" : "demo",
        Demo = quick ? new DemoData { Train = 1500, Dev = 150, Test = 200 } : new DemoData(),
        Teacher = new FineTuningOptions { Size = "3,128,4,512", Epochs = quick ? 8 : 12, LearningRate = 1e-3 },
        Student = new DistillationOptions { Size = "2,96,4,384", Pieces = quick ? 100_000 : 300_000, LearningRate = 2e-3 },
        Benchmark = new BenchmarkOptions { Iterations = quick ? 10 : 50, Length = 32 },
        Gates = new PipelineGates { MinTeacherScore = 0.80, MaxTeacherScore = 0.995, MinRetention = 0.95 },
    };
}
