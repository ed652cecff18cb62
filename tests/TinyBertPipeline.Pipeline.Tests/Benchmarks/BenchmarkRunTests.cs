using TinyBertPipeline.Inference;
using TinyBertPipeline.Inference.Benchmarking;
using TinyBertPipeline.Pipeline.Benchmarks;
using TinyBertPipeline.Pipeline.Conversion;
using TinyBertPipeline.Pipeline.Engines;

namespace TinyBertPipeline.Pipeline.Tests.Benchmarks;

public sealed class BenchmarkRunTests
{
    [Theory]
    [InlineData(16, 16, 0)]
    [InlineData(128, 32, 1)]                                                          // the model has 32 positions
    public void SequencesAreAsLongAsTheModelTakesThem(int length, int measured, int warnings)
    {
        using var folder = new TemporaryFolder();
        var bundle = TinyBundle.Create(folder);
        ExportRun.Run(bundle);
        var warned = new List<string>();
        var choice = new EngineChoice { Settings = new EngineSettings { Warn = warned.Add } };
        var result = BenchmarkRun.Run([("bundle", bundle)], [EngineName.Onnx], choice, new BenchmarkOptions { Iterations = 1, Batch = 2, Length = length });
        Assert.Equal((measured, warnings), (result.Options.Length, warned.Count(text => text.Contains("32 positions", StringComparison.Ordinal))));
    }
}
