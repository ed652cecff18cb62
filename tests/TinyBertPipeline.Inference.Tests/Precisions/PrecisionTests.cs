using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Inference.Precisions;

namespace TinyBertPipeline.Inference.Tests.Precisions;

public sealed class PrecisionTests
{
    [Theory]
    [InlineData(10, 6, 0.001, 4, "int8")]
    [InlineData(10, 4, 0.001, 6, "bf16")]
    [InlineData(10, 4, 0.1, 6, "int8")]         // bf16 computes something else
    [InlineData(10, 12, 0.001, 11, "f32")]
    [InlineData(10, 9.8, 0.001, 9.9, "f32")]    // within the noise
    public void TheFastestThatComputesTheSameIsChosen(double f32, double bf16, double divergence, double int8, string chosen) =>
        Assert.Equal(chosen, PrecisionMeasurement.Choose(
            [new("f32", f32, 0, 1), new("bf16", bf16, divergence, 0.99), new("int8", int8, 0.01, 0.98)]));

    [Fact]
    public void AChoiceHoldsForItsProcessorRuntimeAndModelAlone()
    {
        using var folder = new TemporaryFolder();
        var cache = new PrecisionCache(folder.File("precision-cache.json"));
        var key = new PrecisionKey("cpu", "openvino", "2026.4.1", 1, "57@1");
        Assert.Null(cache.Find(key));
        cache.Add(key, "bf16", [new("f32", 2, 0, 1), new("bf16", 1, 0.001, 0.999)]);
        cache.Add(key with { Cpu = "other" }, "int8", []);
        Assert.Equal("bf16", cache.Find(key));
        Assert.Equal("int8", cache.Find(key with { Cpu = "other" }));
        foreach (var other in new[] { key with { Engine = "onnx" }, key with { Version = "2027.1" }, key with { Threads = 2 }, key with { Models = "57@2" } })
            Assert.Null(cache.Find(other));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"rows": [{"cpu": "cpu", "engine": "openvino", "version": "2026.4.1", "threads": 1, "models": "57@1", "precision": "int3"}]}""")]
    public void ACacheThatIsBrokenIsNone(string content)
    {
        using var folder = new TemporaryFolder();
        folder.Write("precision-cache.json", content);
        Assert.Null(new PrecisionCache(folder.File("precision-cache.json")).Find(new PrecisionKey("cpu", "openvino", "2026.4.1", 1, "57@1")));
    }

    [Theory]
    [InlineData("onnx", "bf16", "valid are auto, f32 and int8")]
    [InlineData("openvino", "f16", "valid are f32 and bf16")]
    [InlineData("openvino-onnx", "int8", "use openvino-int8")]
    public void APrecisionThatAnEngineDoesNotHaveIsRefused(string engine, string precision, string valid)
    {
        using var folder = new ReferenceBundle();
        var bundle = Bundle.Open(folder.Folder);
        var fault = Assert.Throws<InvalidInputException>(() => EngineFactory.Open(engine, bundle, new EngineSettings { Precision = precision }));
        Assert.Contains(valid, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AutoMeasuresOnceAndKeepsTheChoiceBesideTheModel()
    {
        OpenVinoRuntime.Require();
        using var folder = new ReferenceBundle();
        var bundle = Bundle.Open(folder.Folder);
        var settings = new EngineSettings { Precision = ModelPrecision.Auto, Threads = 1 };
        var cache = Path.Combine(folder.Folder, BundleFiles.Precisions);
        using var first = EngineFactory.Open(EngineFactory.OpenVino, bundle, settings);
        if (!File.Exists(cache)) return;        // a processor without bf16: there is nothing to choose
        var written = File.GetLastWriteTimeUtc(cache);
        using var second = EngineFactory.Open(EngineFactory.OpenVino, bundle, settings);
        Assert.Equal(first.Info.Precision, second.Info.Precision);
        Assert.Equal(written, File.GetLastWriteTimeUtc(cache));
    }
}
