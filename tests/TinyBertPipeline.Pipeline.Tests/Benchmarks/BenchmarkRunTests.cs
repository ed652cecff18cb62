using TinyBertPipeline.Inference;
using TinyBertPipeline.Inference.Benchmarking;
using TinyBertPipeline.Pipeline.Benchmarks;
using TinyBertPipeline.Pipeline.Conversion;

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
        var heard = new HeardMessages();
        var result = BenchmarkRun.Run([("bundle", bundle)], [EngineFactory.Onnx], new EngineSettings { Messages = heard }, new BenchmarkOptions { Iterations = 1, Batch = 2, Length = length });
        Assert.Equal((measured, warnings), (result.Options.Length, heard.Warnings.Count(text => text.Contains("32 positions", StringComparison.Ordinal))));
    }
}
