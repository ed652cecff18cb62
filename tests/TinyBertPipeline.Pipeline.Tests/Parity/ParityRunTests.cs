using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Pipeline.Conversion;
using TinyBertPipeline.Pipeline.Engines;
using TinyBertPipeline.Pipeline.Parity;

namespace TinyBertPipeline.Pipeline.Tests.Parity;

public sealed class ParityRunTests
{
    [Fact]
    public async Task AllFourEnginesGiveTheSameLogitsAndLabels()
    {
        OpenVinoRuntime.Require();
        using var folder = new TemporaryFolder();
        var bundle = TinyBundle.Create(folder);
        ExportRun.Run(bundle);
        await ConversionRun.RunAsync(bundle, new ConversionOptions(), TestContext.Current.CancellationToken);
        var report = ParityRun.Run(bundle, LabeledData.Read(folder.Write("data", TinyBundle.LabelledText)), EngineName.Float, new EngineChoice());

        Assert.Equal(EngineName.Float, report.Parity.Select(row => row.Engine));
        Assert.All(report.Parity, row => Assert.Null(row.Skipped));
        Assert.Equal(EngineName.Torch, report.Reference);
        Assert.InRange(report.MaxLogitDifference, 0, 2e-5);
        Assert.True(report.LabelsEqual);
        report.ThrowIfAbove(1e-4);
    }

    [Fact]
    public void AMissingLibraryBecomesASkippedRowWithItsReason()
    {
        using var folder = new TemporaryFolder();
        var bundle = TinyBundle.Create(folder);
        ExportRun.Run(bundle);
        var choice = new EngineChoice { Settings = new EngineSettings { OpenVinoFolder = folder.Path } };
        var report = ParityRun.Run(bundle, LabeledData.Read(folder.Write("data", TinyBundle.LabelledText)), [EngineName.Onnx, EngineName.OpenVinoOnnx], choice);
        if (report.Parity[1].Skipped is null) Assert.Skip("OpenVINO was loaded earlier in this process");
        Assert.Equal(EngineName.Onnx, report.Reference);
        Assert.Contains("OpenVINO", report.Parity[1].Skipped, StringComparison.Ordinal);
    }

    [Fact]
    public void AStaleExportIsRefused()
    {
        using var folder = new TemporaryFolder();
        var bundle = TinyBundle.Create(folder);
        ExportRun.Run(bundle);
        SafetensorsWriter.Write(Path.Combine(bundle.Folder, "model.safetensors"), RandomWeights.Create(bundle.Config, seed: 6).Tensors.Values);
        var error = Assert.Throws<InvalidInputException>(() => OpenedEngine.Open(EngineName.Onnx, Core.Bundles.Bundle.Open(bundle.Folder), new EngineChoice()));
        Assert.Contains("made again", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ADifferenceAboveTheLimitMissesTheGate()
    {
        var report = new ParityReport("torch", 1, 1, [new ParityRow("torch", 0, 0, 1, 1), new ParityRow("onnx", 2e-4, 1e-5, 1, 1), new ParityRow("openvino", double.NaN, 0, 1, 1)]);
        var error = Assert.Throws<QualityGateException>(() => report.ThrowIfAbove(1e-4));
        Assert.Contains("onnx", error.Message, StringComparison.Ordinal);
        Assert.Contains("openvino", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnknownEngineIsNamedWithTheKnownOnes()
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<InvalidInputException>(() => OpenedEngine.Open("onx", TinyBundle.Create(folder), new EngineChoice()));
        Assert.Contains("did you mean onnx?", error.Message, StringComparison.Ordinal);
    }
}
