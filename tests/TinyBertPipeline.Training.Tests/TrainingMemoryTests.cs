using System.Globalization;
using TinyBertPipeline.Training.Distillation;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Pretraining;
using TinyBertPipeline.Training.Tests.Distillation;
using TinyBertPipeline.Training.Tests.FineTuning;
using TinyBertPipeline.Training.Tests.Pretraining;
using TorchSharp;

namespace TinyBertPipeline.Training.Tests;

public sealed class TrainingMemoryTests
{
    private const long Steps = 10_000;
    private const long Megabytes = 1 << 20;

    [Fact, Trait("Category", "long")]
    public void FineTuningKeepsItsMemoryOverTenThousandSteps()
    {
        SkipUnlessLong();
        using var data = new CityData();
        var options = data.Options("bundle");
        var inOneEpoch = new MemoryWatch();
        FineTuningRun.Run(options with { Epochs = 1 }, new TrainingContext { Progress = inOneEpoch });
        var watch = new MemoryWatch();
        FineTuningRun.Run(options with { Out = data.File("long"), Epochs = (int)(Steps / inOneEpoch.Step + 1) },
            new TrainingContext { Progress = watch });
        watch.AssertFlat();
    }

    [Fact, Trait("Category", "long")]
    public void DistillationKeepsItsMemoryOverTenThousandSteps()
    {
        SkipUnlessLong();
        using var teacher = new CityTeacher();
        var options = teacher.Options();
        var pieces = (Steps + 200) * options.BatchPieces;        // a batch holds no more than its budget
        var watch = new MemoryWatch();
        DistillationRun.Run(options with { Pieces = pieces }, new TrainingContext { Progress = watch });
        watch.AssertFlat();
    }

    [Fact, Trait("Category", "long")]
    public void PretrainingKeepsItsMemoryOverTenThousandSteps()
    {
        SkipUnlessLong();
        using var data = new TextData();
        var options = data.Options("bert") with { BatchPieces = 64, Dropout = 0.1, ShortLength = 16 };
        var watch = new MemoryWatch();
        PretrainingRun.Run(options with { Pieces = (Steps + 200) * options.BatchPieces }, new TrainingContext { Progress = watch });
        watch.AssertFlat();
    }

    private static void SkipUnlessLong() => Assert.SkipUnless(
        Environment.GetEnvironmentVariable("TINYBERT_LONG_TESTS") == "1", "TINYBERT_LONG_TESTS is not 1: ten thousand steps take minutes");

    /// <summary>Memory of the process and live tensors, after the caches have filled and at the end.</summary>
    private sealed class MemoryWatch : ITrainingProgress
    {
        private const long Filled = Steps / 5;
        private (long Bytes, long Tensors)? _early, _late;

        public long Step { get; private set; }

        public void Report(TrainingStatus status)
        {
            Step = status.Step;
            if (Step == Filled) _early = Measure();
            if (Step == Steps) _late = Measure();
        }

        public void Note(string text)
        {
        }

        public void Warn(string text)
        {
        }

        public void AssertFlat()
        {
            var (early, late) = (_early!.Value, _late!.Value);
            TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"step {Filled}: {early.Bytes / Megabytes} MB, {early.Tensors} tensors; step {Steps}: {late.Bytes / Megabytes} MB, {late.Tensors} tensors"));
            Assert.InRange(late.Tensors, 0, early.Tensors);          // fewer when a loss has faded out
            Assert.InRange(late.Bytes - early.Bytes, long.MinValue, 32 * Megabytes);
        }

        private static (long Bytes, long Tensors) Measure()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            return (Environment.WorkingSet, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }
    }
}
