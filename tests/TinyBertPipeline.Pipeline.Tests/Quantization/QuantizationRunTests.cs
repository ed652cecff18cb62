using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.Known;
using TinyBertPipeline.Export.Quantization;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Pipeline.Benchmarks;
using TinyBertPipeline.Pipeline.Conversion;
using TinyBertPipeline.Pipeline.Engines;
using TinyBertPipeline.Pipeline.Parity;
using TinyBertPipeline.Pipeline.Quantization;

namespace TinyBertPipeline.Pipeline.Tests.Quantization;

public sealed class QuantizationRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Bundle _bundle;
    private readonly HeardMessages _heard = new();
    private readonly QuantizationOptions _options;
    private readonly EngineSettings _settings;

    public QuantizationRunTests()
    {
        _bundle = TinyBundle.Create(_folder);
        _options = new() { Calibration = _folder.Write("data", TinyBundle.LabelledText), RefuseAbove = 1, WarnAbove = 1, Activations = IntegerChoice.U8 };
        _settings = new() { Messages = _heard };
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void BothModelsArePutIntoTheBundleWithTheirPlan()
    {
        var report = QuantizationRun.Run(_bundle, _options, _settings);
        report.ThrowIfMissed();
        Assert.Equal([_bundle.QuantizedOnnxPath, _bundle.QuantizedIrPath, Path.ChangeExtension(_bundle.QuantizedIrPath, ".bin"), _bundle.QuantizationPath], report.Files);
        Assert.All(report.Files, file => Assert.True(File.Exists(file)));
        Assert.Equal((3, 3, 11L), (report.CalibrationSentences, report.GateSentences, report.GateRows));
        Assert.Contains("compared on these, too", Assert.Single(_heard.Warnings), StringComparison.Ordinal);

        Assert.Equal(["onnx", "onnx-int8", "openvino-int8"], report.Engines.Select(row => row.Engine));
        Assert.All(report.Engines.Skip(1).Where(row => row.Skipped is null), row =>
        {
            Assert.InRange(row.Divergence!.Value, 1e-9, 0.5);
            Assert.NotNull(row.ScoreDifference);
            Assert.InRange(row.Megabytes!.Value, 0.001, 1);
        });
        Assert.Equal(_bundle.WeightsSha256, QuantizationPlanFile.Read(_bundle.QuantizationPath, _bundle.Config).WeightsSha256);
        Assert.Contains("| onnx-int8 |", report.ToReport().ToString(), StringComparison.Ordinal);

        var alone = Bundle.Open(Path.GetDirectoryName(_bundle.QuantizedIrPath)!);            // a bundle without weights
        Assert.Equal(_bundle.Config.Labels, alone.Config.Labels);
        Assert.Equal(_bundle.QuantizedIrPath, alone.IrPath);
        Assert.Equal(["onnx", "openvino", "onnx-int8", "openvino-int8"], BenchmarkRun.EnginesOf(_bundle));
    }

    [Fact]
    public void RangesAreThoseOfWholeWindowsWithTheSpecialPiecesAndWithoutPadding()
    {
        QuantizationRun.Run(_bundle, _options, _settings).ThrowIfMissed();
        var plan = QuantizationPlanFile.Read(_bundle.QuantizationPath, _bundle.Config);
        string[][] sentences = [["Anna", "Bo", "lives", "in", "Oslo", "."], ["Acme", "hired", "Bo"], ["小", "米"]];
        var pieces = _bundle.Tokenizer.Vocabulary;
        var windows = sentences.Select(words => new ModelInput(
            [pieces.ClassifyId, .. words.SelectMany(_bundle.Tokenizer.EncodeWord), pieces.SeparateId])).ToArray();
        AssertRanges(SiteCalibration.Run(_bundle, _bundle.LoadWeights(), windows, 3), isEqual: true);
        AssertRanges(SiteCalibration.Run(_bundle, _bundle.LoadWeights(), windows.Select(window => new ModelInput(window.Ids[1..^1])), 3), isEqual: false);

        void AssertRanges(QuantizationPlan expected, bool isEqual) =>
            Assert.Equal(isEqual, expected.Sites.All(site => (site.Value.Low, site.Value.High) == (plan.Sites[site.Key].Low, plan.Sites[site.Key].High)
                && site.Value.ChannelScales.SequenceEqual(plan.Sites[site.Key].ChannelScales)));
    }

    [Fact]
    public void BothEnginesGiveNearlyTheSameLogitsAndAreJudgedByDivergence()
    {
        OpenVinoRuntime.Require();
        QuantizationRun.Run(_bundle, _options, _settings).ThrowIfMissed();
        ExportRun.Run(_bundle);
        var data = TinyBundle.Data(_bundle, _options.Calibration!);
        var same = ParityRun.Run(_bundle, data, EngineFactory.QuantizedNames, _settings);
        var against = ParityRun.Run(_bundle, data, [EngineFactory.Onnx, .. EngineFactory.QuantizedNames], _settings);
        Assert.InRange(same.Parity[1].MeanLogitDifference!.Value, 0, 0.1 * against.Parity[1].MeanLogitDifference!.Value);
        Assert.Null(against.Parity[0].Divergence);
        against.ThrowIfAbove(1e-4, divergenceLimit: 1);
        Assert.Contains("onnx-int8", Assert.Throws<QualityGateException>(() => against.ThrowIfAbove(1e-4, divergenceLimit: 1e-9)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissedGateWritesNothing()
    {
        var before = Files();
        var report = QuantizationRun.Run(_bundle, _options with { RefuseAbove = 0 }, _settings);
        Assert.Empty(report.Files);
        Assert.True(report.Divergence > 0);
        Assert.Contains("nothing was written", Assert.Throws<QualityGateException>(report.ThrowIfMissed).Message, StringComparison.Ordinal);
        Assert.Equal(before, Files());
    }

    [Fact]
    public void SitesThatCostTooMuchStayFloat()
    {
        var all = QuantizationRun.Run(_bundle, _options, _settings);
        var report = QuantizationRun.Run(_bundle, _options with { RefuseAbove = 0.999 * all.Divergence }, _settings);
        report.ThrowIfMissed();
        Assert.InRange(report.Divergence, 0, 0.999 * all.Divergence);
        Assert.InRange(report.FloatSites.Count, 1, 4);
        Assert.Equal(report.FloatSites, QuantizationPlanFile.Read(_bundle.QuantizationPath, _bundle.Config).FloatSites);
    }

    [Fact]
    public void ADivergenceThatPassesButIsLargeIsWarnedOf()
    {
        QuantizationRun.Run(_bundle, _options with { WarnAbove = 0 }, _settings).ThrowIfMissed();
        Assert.Contains(_heard.Warnings, warning => warning.Contains("mean KL", StringComparison.Ordinal));
    }

    [Fact]
    public void TheRangesOfABundleAreUsedAgainForTheSameWeightsOnly()
    {
        QuantizationRun.Run(_bundle, _options, _settings).ThrowIfMissed();
        var expected = File.ReadAllBytes(_bundle.QuantizedOnnxPath);
        var again = _options with { Calibration = null, Gate = _folder.Write("text", "Anna hired Bo.\nAcme lives in Oslo.\n") };
        var report = QuantizationRun.Run(_bundle, again, _settings);
        Assert.Equal(expected, File.ReadAllBytes(_bundle.QuantizedOnnxPath));
        Assert.Equal((3, 2), (report.CalibrationSentences, report.GateSentences));
        Assert.All(report.Engines, row => Assert.Null(row.Score));                            // text has no labels

        SafetensorsWriter.Write(Path.Combine(_bundle.Folder, "model.safetensors"), RandomWeights.Create(_bundle.Config, TaskList.Default.Head(_bundle.Config), seed: 6).Tensors.Values);
        var changed = Bundle.Open(_bundle.Folder);
        Assert.Contains("calibrate again", Assert.Throws<InvalidInputException>(() => QuantizationRun.Run(changed, again, _settings)).Message, StringComparison.Ordinal);
        var stale = Assert.Throws<InvalidInputException>(() => OpenedEngine.Open(EngineFactory.OnnxInt8, changed, _settings));
        Assert.Equal(new Remedy(RemedyKind.Quantize, changed.Folder), stale.Remedy);
    }

    [Fact]
    public void WithoutAnySentencesThereIsNothingToDo()
    {
        var error = Assert.Throws<InvalidInputException>(() => QuantizationRun.Run(_bundle, _options with { Calibration = null }, _settings));
        Assert.Equal(InputKind.Configuration, error.Kind);
        Assert.Equal(new Remedy(RemedyKind.GiveCalibration, _bundle.Folder), error.Remedy);
    }

    private string[] Files() =>
    [
        .. Directory.EnumerateFileSystemEntries(_bundle.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal),
    ];
}
