using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Inference.Benchmarking;
using TinyBertPipeline.Pipeline.Benchmarks;
using TinyBertPipeline.Pipeline.Conversion;

namespace TinyBertPipeline.Pipeline.Tests.Benchmarks;

public sealed class GridRunTests
{
    private static readonly string[] _published =
        ["model", "engine", "precision", "form", "threads", "batch", "length", "medianMs", "p90Ms", "sentencesPerSecond"];

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public void EveryFormHasARowAndTheRatioIsToTheFirstEngineOfTheForm(int requests, bool isAsync)
    {
        using var folder = new TemporaryFolder();
        var bundle = Exported(folder);
        var options = new GridOptions
        {
            Forms = [(1, 8), (2, 16)],
            Engines = [EngineFactory.Onnx],
            Precisions = ["f32", "bf16", "int8"],       // ONNX Runtime has no bf16, and the bundle is not quantized
            Runs = new BenchmarkOptions { Iterations = 2, Requests = requests, IsAsync = isAsync },
        };
        var rows = GridRun.Run([bundle], [], EngineSettings.Throughput, options);
        Assert.Equal([(1, 8, 8), (2, 16, 2)], rows.Select(row => (row.Runs.Batch, row.Runs.Length, row.Timing.Rounds.Count)));
        Assert.All(rows, row =>
        {
            Assert.Equal(requests * row.Timing.Rounds.Count, row.Timing.Seconds.Count);
            Assert.Equal(("onnx", "f32", 1.0), (row.Lane.Form, row.Lane.Precision, row.Ratio));
        });
        Assert.Superset(_published.ToHashSet(), GridRun.ToTable(rows).ToJson()[0].Select(field => field.Key).ToHashSet());
    }

    [Fact]
    public void WholeTextsAreMeasuredAndTheirWordsCounted()
    {
        using var folder = new TemporaryFolder();
        var row = Assert.Single(TextBenchmarkRun.Run(
            [Exported(folder)], [EngineFactory.Onnx], ["f32"], ["a b c", "a", "b a"], data: null, EngineSettings.Throughput));
        Assert.Equal((3, 6L), (row.Texts, row.Words));
        Assert.True(row.Seconds > 0 && row.ProcessorSeconds >= 0 && row.ShareOfEngine > 0);
    }

    [Fact]
    public void ModelsCompiledForEachFormStandBesideThoseForAll()
    {
        OpenVinoRuntime.Require();
        using var folder = new TemporaryFolder();
        var bundle = Exported(folder);
        ConversionRun.Run(bundle, new ConversionOptions());
        var options = new GridOptions
        {
            Forms = [(1, 8), (2, 16)],
            WithStatic = true,
            Runs = new BenchmarkOptions { Iterations = 1 },
        };
        var rows = GridRun.Run([bundle], [], EngineSettings.Latency, options);
        Assert.Equal(
            [(8, "onnx", "open"), (8, "openvino", "open"), (8, "openvino", "static"), (16, "onnx", "open"), (16, "openvino", "open"), (16, "openvino", "static")],
            GridRun.ToTable(rows).ToJson().Select(row => ((int)row["length"]!, (string)row["engine"]!, (string)row["shape"]!)));
        Assert.All(rows, row => Assert.Equal(row.Lane.IsStatic ? row.Runs.Length : null, row.Lane.Opened.Info.FixedLength));
    }

    [Fact]
    public void TheTimeOfALayerIsThatOfItsMeasuredRunsAndTheSharesAddUp()
    {
        using var folder = new TemporaryFolder();
        var bundle = Exported(folder);
        var options = new GridOptions
        {
            Forms = [(1, 8), (2, 16)],
            Engines = [EngineFactory.Onnx],
            Runs = new BenchmarkOptions { Iterations = 3, Warmup = 1 },
        };
        var profiles = LayerProfileRun.Run([bundle], [], EngineSettings.Latency, options);
        Assert.Equal([(1, 8), (2, 16)], profiles.Select(profile => (profile.Runs.Batch, profile.Runs.Length)));
        Assert.All(profiles, profile => Assert.Contains(profile.Layers, layer => layer.Kind == "MatMul" && layer.Seconds > 0));
        Assert.Equal(profiles.Sum(profile => profile.Layers.Count), LayerProfileRun.ByLayer(profiles).Rows.Count);
        var shares = LayerProfileRun.ByKind(profiles).ToJson().GroupBy(row => (int)row["batch"]!, row => (double)row["share"]!);
        Assert.All(shares, form => Assert.Equal(1, form.Sum(), 6));
        var unknown = Assert.Throws<InvalidInputException>(() => LayerProfileRun.Run([bundle], [], EngineSettings.Latency, options with { Engines = ["torch"] }));
        Assert.Contains("layers are measured in onnx, openvino", unknown.Message, StringComparison.Ordinal);
    }

    private static Bundle Exported(TemporaryFolder folder)
    {
        var bundle = TinyBundle.Create(folder);
        ExportRun.Run(bundle);
        return bundle;
    }
}
