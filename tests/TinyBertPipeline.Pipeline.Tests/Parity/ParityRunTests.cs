using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.Known;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Pipeline.Conversion;
using TinyBertPipeline.Pipeline.Engines;
using TinyBertPipeline.Pipeline.Parity;

namespace TinyBertPipeline.Pipeline.Tests.Parity;

public sealed class ParityRunTests
{
    [Fact]
    public void AllFourEnginesGiveTheSameLogitsAndLabels()
    {
        OpenVinoRuntime.Require();
        using var folder = new TemporaryFolder();
        var bundle = TinyBundle.Create(folder);
        ExportRun.Run(bundle);
        ConversionRun.Run(bundle, new ConversionOptions());
        var report = ParityRun.Run(bundle, TinyBundle.Data(bundle, folder.Write("data", TinyBundle.LabelledText)), EngineName.Float, new EngineSettings());

        Assert.Equal(EngineName.Float, report.Parity.Select(row => row.Engine));
        Assert.All(report.Parity, row => Assert.Null(row.Skipped));
        Assert.Equal(EngineName.Torch, report.Reference);
        Assert.InRange(report.Parity.Max(row => row.MaxLogitDifference!.Value), 0, 2e-5);
        Assert.True(report.LabelsEqual);
        report.ThrowIfAbove(1e-4);
    }

    [Fact]
    public void AMissingLibraryBecomesASkippedRowWithItsReason()
    {
        using var folder = new TemporaryFolder();
        var bundle = TinyBundle.Create(folder);
        ExportRun.Run(bundle);
        var settings = new EngineSettings { OpenVinoFolder = folder.Path };
        var report = ParityRun.Run(bundle, TinyBundle.Data(bundle, folder.Write("data", TinyBundle.LabelledText)), [EngineFactory.Onnx, EngineFactory.OpenVinoOnnx], settings);
        if (report.Parity[1].Skipped is null) Assert.Skip("OpenVINO was loaded earlier in this process");
        Assert.Equal(EngineFactory.Onnx, report.Reference);
        Assert.Contains("OpenVINO", report.Parity[1].Skipped, StringComparison.Ordinal);
    }

    [Fact]
    public void AStaleExportIsRefused()
    {
        using var folder = new TemporaryFolder();
        var bundle = TinyBundle.Create(folder);
        ExportRun.Run(bundle);
        SafetensorsWriter.Write(Path.Combine(bundle.Folder, "model.safetensors"), RandomWeights.Create(bundle.Config, TaskList.Default.Head(bundle.Config), seed: 6).Tensors.Values);
        var error = Assert.Throws<InvalidInputException>(() => OpenedEngine.Open(EngineFactory.Onnx, Core.Bundles.Bundle.Open(bundle.Folder), new EngineSettings()));
        Assert.Contains("made again", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ADifferenceAboveTheLimitMissesTheGate()
    {
        var report = new ParityReport("torch", [], "f1",
            [Row("torch", 0), Row("onnx", 2e-4), Row("openvino", double.NaN)]);
        var error = Assert.Throws<QualityGateException>(() => report.ThrowIfAbove(1e-4));
        Assert.Contains("onnx", error.Message, StringComparison.Ordinal);
        Assert.Contains("openvino", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnknownEngineIsNamedWithTheKnownOnes()
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<InvalidInputException>(() => OpenedEngine.Open("onx", TinyBundle.Create(folder), new EngineSettings()));
        Assert.Contains("did you mean onnx?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AReportSurvivesTheWayThroughJson()
    {
        var report = new ParityReport("torch", [new("sentences", 3), new("words", 12)], "accuracy",
            [Row("torch", 0), new ParityRow("openvino") { Skipped = "there is none" }, Row("onnx-int8", 0.5) with { Divergence = 1e-3, Score = 0.75 }]);
        Assert.Equal(report.ToJson().ToJsonString(), ParityReport.FromJson(report.ToJson()).ToJson().ToJsonString());
        Assert.Equal(0.75, (double?)report.ToJson()["parity"]![2]!["accuracy"]);
    }

    private static ParityRow Row(string engine, double difference) => new(engine) { MaxLogitDifference = difference };
}
