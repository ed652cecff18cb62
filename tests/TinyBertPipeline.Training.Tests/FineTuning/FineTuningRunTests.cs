using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Resuming;

namespace TinyBertPipeline.Training.Tests.FineTuning;

public sealed class FineTuningRunTests : IDisposable
{
    private readonly CityData _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void ATaggerIsLearntFromRandomWeightsAndItsBundleGivesTheRecordedScore()
    {
        var progress = new RecordingProgress();
        var options = _data.Options("bundle");
        var result = FineTuningRun.Run(options, progress, default);
        Assert.True(result.Best.DevF1 > 0.9, $"dev F1 is {result.Best.DevF1}");
        Assert.Equal(6, result.Epochs.Count);
        Assert.Equal(result.Epochs.Max(epoch => epoch.DevF1), result.Best.DevF1);
        Assert.Equal(result.Epochs[^1].Step, progress.Steps[^1].TotalSteps);
        Assert.Equal(result.Epochs[^2].DevF1, progress.Steps[^1].DevF1);

        var bundle = Bundle.Open(options.Out);
        Assert.Equal(["O", "B-CITY", "I-CITY", "E-CITY", "S-CITY"], bundle.Labels.Labels);
        Assert.Equal("viterbi", bundle.Config.Section!["decoder"]!.GetValue<string>());
        using var engine = TorchEngine.Load(options.Out);
        using var tagger = new SentenceTagger(engine, bundle.Tokenizer, bundle.Labels, new TaggerOptions());
        Assert.Equal(result.Best.DevF1, TaggerEvaluation.Run(tagger, bundle.Labels, LabeledData.Read(_data.Dev)).Report().Micro.F1, 12);
        var record = bundle.ReadRun()!;
        Assert.Equal(result.Best.DevF1, record.Scores["devF1"]);
        Assert.Equal(1, record.Seeds["training"]);
        Assert.Equal([_data.Dev, _data.Train], record.Inputs.Keys.Order());
        Assert.Equal(0.02, record.Options!["learningRate"]!.GetValue<double>());
        Assert.Equal(7, File.ReadAllLines(Path.Combine(options.Out, "metrics.csv")).Length);
        var metrics = File.ReadAllText(Path.Combine(options.Out, "metrics.csv"));
        Assert.StartsWith("epoch,step,loss,devPrecision,devRecall,devF1\n1,", metrics, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(options.Out, "checkpoints")));
        Assert.False(File.Exists(Path.Combine(options.Out, "run.lock")));
    }

    [Theory]
    [InlineData(1)]                                         // before anything but a step was done
    [InlineData(13)]                                        // within a later epoch
    public void AnInterruptedRunEndsWithTheFilesOfAnUndisturbedOne(int interruptedAfter)
    {
        var (undisturbed, interrupted) = (_data.Options("undisturbed", epochs: 3), _data.Options("interrupted", epochs: 3));
        FineTuningRun.Run(undisturbed, new SilentProgress(), default);
        using var cancellation = new CancellationTokenSource();
        var stopping = new RecordingProgress(status => { if (status.Step == interruptedAfter) cancellation.Cancel(); });
        Assert.Throws<OperationCanceledException>(() => FineTuningRun.Run(interrupted, stopping, cancellation.Token));
        Assert.False(File.Exists(Path.Combine(interrupted.Out, "run.json")));

        var progress = new RecordingProgress();
        FineTuningRun.Run(interrupted, progress, default);
        Assert.Contains(progress.Notes, note => note.StartsWith("going on after step ", StringComparison.Ordinal));
        Assert.Equal(interruptedAfter + 1, progress.Steps[0].Step);
        foreach (var file in new[] { "model.safetensors", "metrics.csv", "config.json" })
            Assert.Equal(File.ReadAllBytes(Path.Combine(undisturbed.Out, file)), File.ReadAllBytes(Path.Combine(interrupted.Out, file)));
    }

    [Fact]
    public void CheckpointsOfAnotherRunAreNotGoneOnWith()
    {
        var options = _data.Options("bundle", epochs: 2);
        Interrupt(options);
        var other = options with { LearningRate = 0.01, Seed = 2 };
        var e = Assert.Throws<InvalidInputException>(() => FineTuningRun.Run(other, new SilentProgress(), default));
        Assert.Contains("learningRate: 0.02 there, 0.01 here; ", e.Message, StringComparison.Ordinal);
        Assert.Contains("seed: 1 there, 2 here", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CheckpointsMayBeWrittenMoreOftenOnResuming()
    {
        var options = _data.Options("bundle", epochs: 2);
        Interrupt(options);
        var more = options with { Checkpoints = new CheckpointOptions { Steps = 2 } };
        Assert.Equal(2, FineTuningRun.Run(more, new SilentProgress(), default).Epochs.Count);
    }

    [Fact]
    public void AnEncoderIsTakenOverAndAHeadForTheSameLabelsToo()
    {
        var first = _data.Options("first");
        var score = FineTuningRun.Run(first, new SilentProgress(), default).Best.DevF1;
        // With so low a rate the second run's score is that of the weights it started from.
        var second = _data.Options("second", epochs: 1) with { Model = first.Out, Tokenizer = null, LearningRate = 1e-9 };
        Assert.Equal(score, FineTuningRun.Run(second, new SilentProgress(), default).Best.DevF1, 12);
        Assert.Contains(first.Out, RunRecord.TryRead(second.Out)!.Inputs.Keys);
    }

    [Fact]
    public void AnotherSeedGivesOtherWeightsAndTheSameSeedTheSame()
    {
        byte[] Weights(string name, int seed)
        {
            var options = _data.Options(name, epochs: 1) with { Seed = seed };
            FineTuningRun.Run(options, new SilentProgress(), default);
            return File.ReadAllBytes(Path.Combine(options.Out, "model.safetensors"));
        }

        var first = Weights("a", 1);
        Assert.Equal(first, Weights("b", 1));
        Assert.NotEqual(first, Weights("c", 2));
    }

    [Fact]
    public void SentencesLongerThanTheModelBecomeWindows()
    {
        var long1 = string.Concat(Enumerable.Repeat("we O\noslo S-CITY\n", 30));
        var options = _data.Options("bundle", epochs: 1) with { Train = _data.Write("long", long1), MaxLength = 16 };
        Assert.Single(FineTuningRun.Run(options, new SilentProgress(), default).Epochs);
    }

    [Fact]
    public void ATypeThatOnlyDevHasIsRefused()
    {
        var options = _data.Options("bundle") with { Dev = _data.Write("river", "rhine S-RIVER\n") };
        var e = Assert.Throws<InvalidInputException>(() => FineTuningRun.Run(options, new SilentProgress(), default));
        Assert.Equal(InputKind.Data, e.Kind);
        Assert.Contains("RIVER", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnOverlyHighRateDivergesWithoutABundle()
    {
        var options = _data.Options("bundle") with { LearningRate = 1e30, Warmup = 0 };
        var e = Assert.Throws<TrainingDivergedException>(() => FineTuningRun.Run(options, new SilentProgress(), default));
        Assert.Contains("loss term 'labels'", e.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(options.Out, "run.json")));
        var sentences = Directory.GetFiles(options.Out, "diverged-step-*.txt").Single();
        Assert.StartsWith("line ", File.ReadAllText(sentences), StringComparison.Ordinal);
    }

    [Fact]
    public void ASecondRunIntoTheSameFolderIsKeptOut()
    {
        var options = _data.Options("bundle");
        using var other = RunLock.Take(options.Out);
        Assert.Throws<EnvironmentException>(() => FineTuningRun.Run(options, new SilentProgress(), default));
    }

    private static void Interrupt(FineTuningOptions options)
    {
        using var cancellation = new CancellationTokenSource();
        var stopping = new RecordingProgress(_ => cancellation.Cancel());
        Assert.Throws<OperationCanceledException>(() => FineTuningRun.Run(options, stopping, cancellation.Token));
    }
}
