using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Tests.Loop;

namespace TinyBertPipeline.Training.Tests.FineTuning;

/// <summary>Fine-tunings that choose their own length.</summary>
public sealed class SizedFineTuningTests : IDisposable
{
    private readonly CityData _data = new();

    private FineTuningOptions Sized(string name) => _data.Options(name) with { Epochs = null, BatchPieces = 1024, ScoreSteps = 10 };

    public void Dispose() => _data.Dispose();

    [Fact]
    public void WithoutEpochsItTrainsInStepsAndSaysWhatItChose()
    {
        var progress = new RecordingProgress();
        var result = FineTuningRun.Run(Sized("bundle"), progress.Context);
        Assert.True(result.Best.Score.Value > 0.9, $"dev F1 is {result.Best.Score.Value}");
        Assert.Equal(2, result.Chosen.Count);
        Assert.All(result.Chosen, line => Assert.Contains(line, progress.Notes));
        Assert.True(result.Evaluations[^1].IsAverage);
        var details = Bundle.Open(result.Folder).ReadRun()!.Details!;
        Assert.Equal(result.Chosen, details["chosen"]!.AsArray().Select(line => (string)line!));
        BundleScore.AssertEqual(result.Best.Score, BundleScore.Measure(result.Folder, _data.Dev));
    }

    [Fact]
    public void ATenthIsHeldOutBySeedWhereThereIsNoDevelopmentFile()
    {
        var progress = new RecordingProgress();
        var options = _data.Options("bundle") with { Dev = "" };
        var first = FineTuningRun.Run(options, progress.Context);
        Assert.Contains(progress.Notes, note => note.Contains("no development file: 6 of 60 sentences of ", StringComparison.Ordinal));
        var record = Bundle.Open(first.Folder).ReadRun()!;
        Assert.Equal(6, (int)record.Details!["heldOut"]!);
        Assert.DoesNotContain(_data.Dev, record.Inputs.Keys);
        var again = FineTuningRun.Run(options with { Out = _data.File("again") }, new TrainingContext());
        Assert.Equal(first.Evaluations.Select(score => score.Loss), again.Evaluations.Select(score => score.Loss));
    }

    [Fact]
    public void TooFewSentencesToHoldAnyOutAreRefused()
    {
        var options = _data.Options("bundle") with { Dev = "", Train = _data.Write("few", "oslo S-CITY\n\nwe O\n") };
        var e = Assert.Throws<InvalidInputException>(() => FineTuningRun.Run(options, new TrainingContext()));
        Assert.Contains("2 sentences are too few", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OfSeveralSeedsTheBestIsKeptWithMeanAndDeviation()
    {
        var progress = new RecordingProgress();
        var options = _data.Options("bundle", epochs: 1) with { Seeds = 3 };
        var result = FineTuningRun.Run(options, progress.Context);
        Assert.Equal([1, 2, 3], result.Seeds.Select(seed => seed.Seed));
        Assert.Equal(result.Seeds.Max(seed => seed.Score.Value), result.Best.Score.Value);
        BundleScore.AssertEqual(result.Best.Score, BundleScore.Measure(options.Out, _data.Dev));
        var record = Bundle.Open(options.Out).ReadRun()!;
        Assert.Equal(result.Seeds.Average(seed => seed.Score.Value), (double)record.Details!["devF1Mean"]!, 12);
        Assert.Equal(3, record.Details["seeds"]!.AsArray().Count);
        Assert.False(Directory.Exists(Path.Combine(options.Out, "seeds")));
        Assert.Contains(progress.Notes, note => note.StartsWith("3 seeds: dev F1 ", StringComparison.Ordinal));
    }

    [Fact]
    public void ASeedThatIsDoneIsNotTrainedAgain()
    {
        var options = _data.Options("bundle", epochs: 1) with { Seeds = 2 };
        using var cancellation = new CancellationTokenSource();
        var steps = 0L;
        var stopping = new RecordingProgress(status => { if (++steps > status.TotalSteps) cancellation.Cancel(); });
        Assert.Throws<OperationCanceledException>(() => FineTuningRun.Run(options, stopping.Context, cancellation.Token));
        var progress = new RecordingProgress();
        var result = FineTuningRun.Run(options, progress.Context);
        Assert.Equal(progress.Steps[0].TotalSteps - 1, progress.Steps.Count);
        var undisturbed = FineTuningRun.Run(options with { Out = _data.File("undisturbed") }, new TrainingContext());
        Assert.Equal(undisturbed.Seeds.Select(seed => seed.Score.Value), result.Seeds.Select(seed => seed.Score.Value));
        Assert.Equal(Weights(undisturbed.Folder), Weights(options.Out));
    }

    [Fact]
    public void ABudgetLeavesTheWeightsOfItsStepsAsTheyWouldBe()
    {
        var options = Sized("bundle") with { Budget = "1h" };
        var result = FineTuningRun.Run(options, new TrainingContext());
        var without = FineTuningRun.Run(options with { Budget = null, Out = _data.File("without") }, new TrainingContext());
        Assert.Equal(Weights(without.Folder), Weights(result.Folder));
    }

    [Fact]
    public void ABudgetIsKeptByARunThatGoesOn()
    {
        var options = Sized("bundle") with { Budget = "0.1s" };
        using var cancellation = new CancellationTokenSource();
        var stopping = new RecordingProgress(_ => cancellation.Cancel());
        Assert.Throws<OperationCanceledException>(() => FineTuningRun.Run(options, stopping.Context, cancellation.Token));
        var progress = new RecordingProgress();
        FineTuningRun.Run(options, progress.Context);
        Assert.Contains(FormattableString.Invariant($"going on after step 1 of {stopping.Steps[0].TotalSteps}"), progress.Notes);
    }

    // At a step without a score, in the part that is averaged; and at the very end, before the average is scored.
    [Theory]
    [InlineData(33)]
    [InlineData(null)]
    public void AnInterruptedRunHasTheAverageOfAnUndisturbedOne(int? interruptedAfter)
    {
        var options = Sized("undisturbed") with { BatchPieces = 512 };
        var undisturbed = FineTuningRun.Run(options, new TrainingContext());
        var last = undisturbed.Evaluations[^1].Step;
        var interrupted = options with { Out = _data.File("interrupted") };
        using var cancellation = new CancellationTokenSource();
        var stopping = new RecordingProgress(status => { if (status.Step == (interruptedAfter ?? last)) cancellation.Cancel(); });
        Assert.Throws<OperationCanceledException>(() => FineTuningRun.Run(interrupted, stopping.Context, cancellation.Token));
        var result = FineTuningRun.Run(interrupted, new TrainingContext());
        Assert.Equal(undisturbed.Evaluations.Select(score => score.Score.Value), result.Evaluations.Select(score => score.Score.Value));
        Assert.Equal(Weights(undisturbed.Folder), Weights(interrupted.Out));
        Assert.Equal(File.ReadAllText(Path.Combine(options.Out, "metrics.csv")), File.ReadAllText(Path.Combine(interrupted.Out, "metrics.csv")));
    }

    [Fact]
    public void TheAverageIsTakenOnRequestThoughEpochsAreGiven()
    {
        var options = _data.Options("bundle", epochs: 2) with { AverageWeights = true };
        var result = FineTuningRun.Run(options, new TrainingContext());
        Assert.Equal([1, 2, 2], result.Evaluations.Select(score => score.Epoch));
        Assert.InRange(result.Best.Score.Value, result.Evaluations.Max(score => score.Score.Value) - 0.02, 1);
        BundleScore.AssertEqual(result.Best.Score, BundleScore.Measure(options.Out, _data.Dev));
    }

    private static byte[] Weights(string folder) => File.ReadAllBytes(Path.Combine(folder, "model.safetensors"));
}
