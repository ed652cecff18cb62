using TinyBertPipeline.Core;
using TinyBertPipeline.Inference.Benchmarking;

namespace TinyBertPipeline.Inference.Tests.Benchmarking;

public sealed class EngineBenchmarkTests
{
    private readonly List<string> _calls = [];

    [Fact]
    public void EnginesTakeTurnsRunByRunAndAnotherOneBeginsEachTime()
    {
        using var a = new RecordingEngine("a", _calls);
        using var b = new RecordingEngine("b", _calls);
        EngineBenchmark.Run([new("a", a), new("b", b)], new BenchmarkOptions { Iterations = 4, Warmup = 1 });
        Assert.Equal("ab" + "ab" + "ba" + "ab" + "ba", string.Concat(_calls));
        Assert.Equal((0, 0), (a.OpenRequests, b.OpenRequests));
    }

    [Fact]
    public void TheDefaultIsTheClassicExperiment()
    {
        using var engine = new RecordingEngine("a", _calls);
        var result = EngineBenchmark.Run([new("a", engine)], new BenchmarkOptions());
        Assert.Equal(100, result.Engines[0].Seconds.Count);
        Assert.All(engine.Batches, batch => Assert.Equal((16, 128), (batch.Rows, batch.Length)));
        Assert.All(engine.Batches[0].AttentionMask, value => Assert.Equal(1, value));
        Assert.Equal(16 * 128, result.Engines[0].PiecesPerRun);
    }

    [Fact]
    public void EachEngineGetsPiecesOfItsOwnVocabularyAndTheSameForTheSameSeed()
    {
        using var small = new RecordingEngine("small", _calls, vocabularySize: 5);
        using var large = new RecordingEngine("large", _calls, vocabularySize: 50);
        using var twin = new RecordingEngine("twin", _calls, vocabularySize: 50);
        EngineBenchmark.Run([new("small", small), new("large", large), new("twin", twin)], new BenchmarkOptions { Iterations = 1, Warmup = 0 });
        Assert.Equal(4, small.Batches[0].InputIds.Max());
        Assert.Equal(49, large.Batches[0].InputIds.Max());
        Assert.Equal(large.Batches[0].InputIds, twin.Batches[0].InputIds);
    }

    [Fact]
    public void ProgressIsToldAfterEveryMeasuredRun()
    {
        using var a = new RecordingEngine("a", _calls);
        using var b = new RecordingEngine("b", _calls);
        List<BenchmarkProgress> told = [];
        EngineBenchmark.Run([new("a", a), new("b", b)], new BenchmarkOptions { Iterations = 2 }, new ListProgress(told));
        Assert.Equal([("a", 1), ("b", 1), ("b", 2), ("a", 2)], told.Select(progress => (progress.Engine, progress.Iteration)));
        Assert.All(told, progress => Assert.Equal(2, progress.Iterations));
    }

    [Fact]
    public void CancellationEndsItBetweenTwoRuns()
    {
        using var engine = new RecordingEngine("a", _calls);
        using var source = new CancellationTokenSource();
        var stop = new CallbackProgress(progress =>
        {
            if (progress.Iteration == 3) source.Cancel();
        });
        Assert.Throws<OperationCanceledException>(
            () => EngineBenchmark.Run([new("a", engine)], new BenchmarkOptions { Warmup = 0 }, stop, source.Token));
        Assert.Equal(3, _calls.Count);
        Assert.Equal(0, engine.OpenRequests);
    }

    [Fact]
    public void ImpossibleOptionsAreRefused()
    {
        using var engine = new RecordingEngine("a", _calls);
        Assert.Throws<ArgumentException>(() => EngineBenchmark.Run([], new BenchmarkOptions()));
        Assert.Throws<InvalidInputException>(() => EngineBenchmark.Run([new("a", engine)], new BenchmarkOptions { Iterations = 0 }));
        Assert.Throws<ArgumentException>(() => EngineBenchmark.Run([new("a", engine)], new BenchmarkOptions { Length = 513 }));
        Assert.Equal(0, engine.OpenRequests);
    }

    [Fact]
    public void RealEnginesAreMeasuredSideBySide()
    {
        using var onnx = TinyModel.Load("onnx");
        using var openVino = TinyModel.Load("openvino");
        var result = EngineBenchmark.Run(
            [new("onnx", onnx), new("openvino", openVino)], new BenchmarkOptions { Iterations = 5, Batch = 2, Length = 8 });
        Assert.Equal(1, result.Ratio(result.Engines[0]));
        Assert.All(result.Engines, engine => Assert.True(engine.TotalSeconds > 0 && engine.PiecesPerSecond > 0 && result.MedianRatio(engine) > 0));
        Assert.True(result.Machine.Processors >= 1);
    }

    private sealed class ListProgress(List<BenchmarkProgress> told) : IProgress<BenchmarkProgress>
    {
        public void Report(BenchmarkProgress value) => told.Add(value);
    }

    private sealed class CallbackProgress(Action<BenchmarkProgress> report) : IProgress<BenchmarkProgress>
    {
        public void Report(BenchmarkProgress value) => report(value);
    }
}
