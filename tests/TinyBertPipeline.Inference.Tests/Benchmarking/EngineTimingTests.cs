using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Machine;
using TinyBertPipeline.Inference.Benchmarking;

namespace TinyBertPipeline.Inference.Tests.Benchmarking;

public sealed class EngineTimingTests
{
    [Theory]
    [InlineData(new[] { 2.0 }, 2, 2, 2, 2)]
    [InlineData(new[] { 3.0, 1.0 }, 4, 2, 2, 2.8)]
    [InlineData(new[] { 1.0, 2.0, 9.0 }, 12, 4, 2, 7.6)]
    [InlineData(new[] { 5.0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11 }, 66, 6, 6, 10)]
    public void TotalsMeansAndQuantilesFollowFromTheRuns(double[] seconds, double total, double mean, double median, double ninety)
    {
        var timing = Timing("a", seconds);
        Assert.Equal(total, timing.TotalSeconds, 9);
        Assert.Equal(mean, timing.SecondsPerIteration, 9);
        Assert.Equal(median, timing.MedianSeconds, 9);
        Assert.Equal(ninety, timing.Percentile90Seconds, 9);
        Assert.Equal(100 / median, timing.PiecesPerSecond, 9);
    }

    [Fact]
    public void TheRatioIsHowManyTimesAsFastAsTheFirst()
    {
        var result = Result();
        Assert.Equal([1, 1.25, 0.5], result.Engines.Select(result.Ratio));
        Assert.Equal([1, 2.5, 0.5], result.Engines.Select(result.MedianRatio));
    }

    [Fact]
    public void TheCsvHasARowForEachEngine()
    {
        using var folder = new TemporaryFolder();
        BenchmarkCsv.Write(folder.File("benchmark.csv"), [Result()]);
        var golden = Path.Combine(AppContext.BaseDirectory, "Benchmarking", "Golden", "benchmark.csv");
        Assert.Equal(File.ReadAllText(golden), File.ReadAllText(folder.File("benchmark.csv")));
    }

    private static BenchmarkResult Result() => new(
        new BenchmarkOptions { Iterations = 3, Batch = 4, Length = 25 },
        new MachineRecord(new CpuFeatures { Model = "Example CPU, 2 cores", LogicalCores = 2, Avx2 = true, Vnni = true }, 2, null, null, 1, "os", "runtime"),
        [Timing("onnx", [5, 5, 5]), Timing("openvino", [1, 2, 9]), Timing("slow", [10, 10, 10])]);

    private static EngineTiming Timing(string name, double[] seconds) =>
        new(name, new EngineInfo(name, "1.2.3", "CPU", "f32", [], [], 1, 1, 1), 100, seconds);
}
