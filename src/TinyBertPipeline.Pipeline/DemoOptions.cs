using TinyBertPipeline.Inference.Benchmarking;
using TinyBertPipeline.Pipeline.Demo;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Pretraining.Recipe;

namespace TinyBertPipeline.Pipeline;

/// <summary>The embedded demo: a small BERT from raw text, a teacher that starts from it, and its student.</summary>
public static class DemoOptions
{
    private const int Pieces = 1200;   // names included, each of which is learnt as a whole

    // What is faster at the moment would give other figures from one start to the next; models this small gain little from bfloat16.
    private const TrainingPrecision Precision = TrainingPrecision.Float32;

    /// <summary>The options of the demo.</summary>
    /// <param name="quick">A version of about a minute: less data, fewer steps, a shorter benchmark, no pre-training.</param>
    public static PipelineOptions Create(bool quick) => new()
    {
        Name = quick ? "demo-quick" : "demo",
        Demo = quick ? new DemoData { Train = 1500, Dev = 150, Test = 200 } : new DemoData { Raw = 12_000, Vocabulary = Pieces },
        Pretraining = quick ? null : new PretrainingOptions
        {
            Pieces = 400_000,               // with 600,000 the teacher is always right, and the demo shows nothing
            Length = 32,
            BatchPieces = 512,
            NextSentence = false,
            MaskRate = 0.3,
            LearningRate = 2e-3,
            Evaluations = 4,
            ValidationPieces = 4096,
            Precision = Precision,
        },
        Teacher = new FineTuningOptions { Size = "3,128,4,512", Epochs = 8, LearningRate = 1e-3, Precision = Precision },
        Student = new DistillationOptions { Size = "2,96,4,384", Pieces = quick ? 100_000 : 300_000, LearningRate = 2e-3, Precision = Precision },
        Benchmark = new BenchmarkOptions { Iterations = quick ? 10 : 50, Length = 32 },
        Gates = new PipelineGates { MinTeacherScore = 0.80, MaxTeacherScore = 0.995, MinRetention = 0.95 },
    };
}
