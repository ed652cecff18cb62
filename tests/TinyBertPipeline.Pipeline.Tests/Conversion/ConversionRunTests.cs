using TinyBertPipeline.Export.OpenVinoIr;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Inference.Benchmarking;
using TinyBertPipeline.Inference.OpenVino.Binding;
using TinyBertPipeline.Pipeline.Conversion;
using TinyBertPipeline.Pipeline.Parity;

namespace TinyBertPipeline.Pipeline.Tests.Conversion;

public sealed class ConversionRunTests
{
    [Fact]
    public void TheBuiltinIrGivesTheLogitsOfTheOneThatOvcMakes()
    {
        OpenVinoRuntime.Require();
        var artifacts = Path.Combine(ReferenceData.RepositoryRoot, "artifacts", "openvino");
        if (OvcConverter.Find(artifacts) is null) Assert.Skip("ovc is neither in artifacts/openvino/venv nor on PATH");
        using var folder = new TemporaryFolder();
        var bundle = TinyBundle.Create(folder);
        ExportRun.Run(bundle);
        var builtin = ConversionRun.Run(bundle, new ConversionOptions());
        var xml = folder.File("ovc.xml");
        var report = ConversionRun.Run(bundle, new ConversionOptions { Converter = Converter.Ovc, XmlPath = xml, OpenVinoFolder = artifacts });
        var comparison = ConverterComparison.Measure(
            bundle, xml, TinyBundle.Data(bundle, folder.Write("data", TinyBundle.LabelledText)), new EngineSettings(), new BenchmarkOptions { Iterations = 2, Batch = 2, Length = 8 }, default);

        Assert.Equal(("builtin", "ovc"), (builtin.Converter, report.Converter));
        Assert.All([builtin, report], converted => Assert.Equal((Path.GetDirectoryName(OpenVinoLibrary.Path), OpenVinoLibrary.Build), (converted.RuntimeFolder, converted.RuntimeVersion)));
        Assert.All([builtin, report], converted => Assert.True(converted.PeakMemory > 0 && converted.Duration > TimeSpan.Zero));
        Assert.InRange(comparison.MaxLogitDifference / Math.Max(1, comparison.LargestLogit), 0, 1e-5);
    }
}
