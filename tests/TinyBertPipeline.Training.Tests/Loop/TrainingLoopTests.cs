using TinyBertPipeline.Core;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Optimization;
using TinyBertPipeline.Training.Resuming;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using AdamW = TinyBertPipeline.Training.Optimization.AdamW;

namespace TinyBertPipeline.Training.Tests.Loop;

public sealed class TrainingLoopTests : IDisposable
{
    private static readonly (double X, double Y)[] _points =
        [.. Enumerable.Range(1, 200).Select(i => (i % 5 + 1.0, 2 * (i % 5 + 1.0) - 1))];

    private readonly TemporaryFolder _folder = new();
    private readonly RecordingProgress _progress = new();
    private readonly Linear _line = nn.Linear(1, 1);

    public void Dispose()
    {
        _line.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void TheLossFallsAndEveryStepIsReported()
    {
        Start();
        using var optimizer = new AdamW(new AdamWOptions { WeightDecay = 0 }, _line);
        var loop = Loop(optimizer, _points.Length);
        loop.Run(new LineObjective(_line), Points(_points), _points.Length, default);
        Assert.Equal(200, loop.Step);
        Assert.Equal(400, loop.Pieces);
        Assert.Equal(Enumerable.Range(1, 200).Select(step => (long)step), _progress.Steps.Select(status => status.Step));
        var (first, last) = (_progress.Steps[0], _progress.Steps[^1]);
        Assert.True(last.Terms[0].Value < 0.05 * first.Terms[0].Value, $"{first.Loss} to {last.Loss}");
        Assert.Equal(["square", "size"], last.Terms.Select(term => term.Key));
        Assert.Equal(last.Terms[0].Value + 0.01 * last.Terms[1].Value, last.Loss, 9);
        Assert.Equal(TimeSpan.Zero, last.Remaining);
        Assert.Equal(["backward", "data", "forward", "optimizer"], loop.Times.Parts.Keys.Order());
    }

    [Fact]
    public void ALossThatIsNotFiniteStopsWithStepTermAndSentences()
    {
        Start();
        using var optimizer = new AdamW(new AdamWOptions(), _line);
        var loop = Loop(optimizer, 10);
        var points = _points.ToArray();
        points[4] = (3, double.NaN);
        loop.Run(new LineObjective(_line), Points(points), 4, default);
        var before = Weight();
        var e = Assert.Throws<TrainingDivergedException>(() => loop.Run(new LineObjective(_line), Points(points), 10, default));
        Assert.Contains("step 4", e.Message, StringComparison.Ordinal);
        Assert.Contains("loss term 'square' is NaN", e.Message, StringComparison.Ordinal);
        Assert.Equal("point 3 NaN\n", File.ReadAllText(_folder.File("diverged-step-4.txt")));
        Assert.Equal(before, Weight());
        Assert.Contains("000000004", Directory.GetDirectories(_folder.File("checkpoints")).Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void AGradientThatIsNotFiniteStopsWithTheParametersName()
    {
        Start();
        using var optimizer = new AdamW(new AdamWOptions(), _line);
        var loop = Loop(optimizer, 10);
        var before = Weight();
        var e = Assert.Throws<TrainingDivergedException>(
            () => loop.Run(new RootObjective(_line), new BatchList<double>([0.0]), 1, default));
        Assert.Contains("the gradient of weight is not finite", e.Message, StringComparison.Ordinal);
        Assert.Equal(before, Weight());
    }

    [Fact]
    public void AStepThatIsTooLongForAWeightStopsBeforeTheWeightsAreScoredOrWritten()
    {
        Start();
        using var optimizer = new AdamW(new AdamWOptions { WeightDecay = 0 }, _line);
        var loop = new TrainingLoop(
            optimizer, new WarmupLinearSchedule(1e39, 0, 10), new TrainingLoopOptions { Folder = _folder.Path }, _progress);
        var e = Assert.Throws<TrainingDivergedException>(() => loop.Run(new LineObjective(_line), Points(_points), 1, default));
        Assert.Contains("step 0", e.Message, StringComparison.Ordinal);
        Assert.Contains("weights of weight are not finite", e.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder.File("diverged-step-0.txt")));
        Assert.False(Directory.Exists(_folder.File("checkpoints")));
    }

    [Fact]
    public void BatchesWithNothingToLearnFromMakeNoStepOfTheOptimizer()
    {
        Start();
        using var optimizer = new AdamW(new AdamWOptions(), _line);
        var loop = Loop(optimizer, 3);
        loop.Run(new LineObjective(_line), Points((1, 1), (0, 0), (2, 3)), 3, default);
        Assert.Equal((3, 2), (loop.Step, optimizer.Steps));
    }

    [Fact]
    public void CancellationFinishesTheStepAndWritesACheckpoint()
    {
        Start();
        using var cancellation = new CancellationTokenSource();
        using var optimizer = new AdamW(new AdamWOptions(), _line);
        var progress = new RecordingProgress(status => { if (status.Step == 7) cancellation.Cancel(); });
        var loop = Loop(optimizer, 100, progress);
        Assert.Throws<OperationCanceledException>(() => loop.Run(new LineObjective(_line), Points(_points), 100, cancellation.Token));
        Assert.Equal(7, loop.Step);
        Assert.EndsWith("000000007", Directory.GetDirectories(_folder.File("checkpoints")).Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void AResumedRunEndsBitEqualToAnUndisturbedOne()
    {
        Start();
        using (var optimizer = new AdamW(new AdamWOptions(), _line))
            Loop(optimizer, 50).Run(new LineObjective(_line), Points(_points), 50, default);
        var undisturbed = Weight();

        Start();
        using (var optimizer = new AdamW(new AdamWOptions(), _line))
        {
            var loop = Loop(optimizer, 50);
            loop.Run(new LineObjective(_line), Points(_points), 20, default);
            loop.WriteCheckpoint();
        }
        using (no_grad()) _line.weight.fill_(99);
        using (var optimizer = new AdamW(new AdamWOptions(), _line))
        {
            var loop = Loop(optimizer, 50);
            Assert.NotNull(loop.TryResume(_ => { }));
            Assert.Equal(20, loop.Step);
            loop.Run(new LineObjective(_line), Points(_points), 50, default);
        }
        Assert.Equal(undisturbed, Weight());
    }

    [Fact]
    public void OneFailedCheckpointIsToldAndASecondOneInARowStopsTheRun()
    {
        Start();
        using var optimizer = new AdamW(new AdamWOptions(), _line);
        _folder.Write("blocked", "a file where the folder should be");
        var checkpoints = new TrainingCheckpoints(_folder.File("blocked"), new CheckpointOptions { Minutes = 0, Steps = 10 });
        var loop = new TrainingLoop(
            optimizer, new WarmupLinearSchedule(0.1, 2, 100), new TrainingLoopOptions { Checkpoints = checkpoints }, _progress);
        loop.Run(new LineObjective(_line), Points(_points), 15, default);
        Assert.Contains("no checkpoint after step 10: cannot write", _progress.Warnings.Single(), StringComparison.Ordinal);
        Assert.Throws<EnvironmentException>(() => loop.Run(new LineObjective(_line), Points(_points), 30, default));
        Assert.Equal(20, loop.Step);
    }

    [Fact]
    public void MemoryStaysFlatOverManySteps()
    {
        Start();
        using var optimizer = new AdamW(new AdamWOptions(), _line);
        var loop = Loop(optimizer, 200);
        loop.Run(new LineObjective(_line), Points(_points), 20, default);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        loop.Run(new LineObjective(_line), Points(_points), 200, default);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void TheCheckpointOfTheLastStepIsLeftToTheCaller()
    {
        Start();
        using var optimizer = new AdamW(new AdamWOptions(), _line);
        var checkpoints = new TrainingCheckpoints(_folder.File("checkpoints"), new CheckpointOptions { Minutes = 0, Steps = 5, Keep = 9 });
        var loop = new TrainingLoop(
            optimizer, new WarmupLinearSchedule(0.1, 2, 100), new TrainingLoopOptions { Checkpoints = checkpoints }, _progress);
        loop.Run(new LineObjective(_line), Points(_points), 10, default);
        Assert.EndsWith("000000005", Directory.GetDirectories(_folder.File("checkpoints")).Single(), StringComparison.Ordinal);
        loop.WriteDueCheckpoint();
        Assert.Equal(2, Directory.GetDirectories(_folder.File("checkpoints")).Length);
        loop.Run(new LineObjective(_line), Points(_points), 11, default);
        loop.WriteDueCheckpoint();                       // not due
        Assert.Equal(2, Directory.GetDirectories(_folder.File("checkpoints")).Length);
    }

    [Fact]
    public void CancellationInTheLastStepIsNotPassedOver()
    {
        Start();
        using var cancellation = new CancellationTokenSource();
        using var optimizer = new AdamW(new AdamWOptions(), _line);
        var progress = new RecordingProgress(status => { if (status.Step == 7) cancellation.Cancel(); });
        var loop = Loop(optimizer, 100, progress);
        Assert.Throws<OperationCanceledException>(() => loop.Run(new LineObjective(_line), Points(_points), 7, cancellation.Token));
        Assert.EndsWith("000000007", Directory.GetDirectories(_folder.File("checkpoints")).Single(), StringComparison.Ordinal);
    }

    private void Start()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        _line.weight.fill_(0.1);
        _line.bias!.fill_(0);
    }

    private static BatchList<(double X, double Y)> Points(params (double X, double Y)[] points) => new(points);

    private float[] Weight() => [.. _line.weight.detach().data<float>(), .. _line.bias!.detach().data<float>()];

    private TrainingLoop Loop(AdamW optimizer, long steps, ITrainingProgress? progress = null) => new(
        optimizer, new WarmupLinearSchedule(0.1, 2, steps),
        new TrainingLoopOptions
        {
            Folder = _folder.Path,
            Checkpoints = new TrainingCheckpoints(_folder.File("checkpoints"), new CheckpointOptions { Minutes = 0 }),
        },
        progress ?? _progress);

    /// <summary>A finite loss whose gradient is not: the root of 0.</summary>
    private sealed class RootObjective(Linear line) : ITrainingObjective<double>
    {
        public IReadOnlyList<LossTerm> Loss(double batch, TrainingStep step) => [new LossTerm("root", (line.weight * batch).sqrt().sum())];

        public int Pieces(double batch) => 1;

        public IEnumerable<string> Sentences(double batch) => ["zero"];
    }
}
