using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Export.OpenVinoIr;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Inference.Benchmarking;
using TinyBertPipeline.Pipeline.Benchmarks;
using TinyBertPipeline.Pipeline.Calibration;
using TinyBertPipeline.Pipeline.Conversion;
using TinyBertPipeline.Pipeline.Engines;
using TinyBertPipeline.Pipeline.Evaluation;
using TinyBertPipeline.Pipeline.Parity;
using TinyBertPipeline.Pipeline.Prediction;
using TinyBertPipeline.Pipeline.Quantization;

namespace TinyBertPipeline.Pipeline.Tests.Conversion;

/// <summary>What a conversion or export was told works with every later verb, or is refused at once.</summary>
public sealed class StaticShapeTests : IDisposable
{
    // 24 pieces, more than a window of 8.
    private const string Long = "Anna lives in Oslo . Acme hired Bo . Anna lives in Oslo . Acme hired Bo . Bo lives in Oslo .";

    private readonly TemporaryFolder _folder = new();
    private readonly HeardMessages _heard = new();
    private readonly EngineSettings _settings;
    private readonly Bundle _bundle;
    private readonly string _data;

    public StaticShapeTests()
    {
        _settings = new EngineSettings { Messages = _heard };
        _bundle = Bundle.Open(TinyBundle.Create(_folder).Folder, messages: _heard);
        _data = _folder.Write("data", TinyBundle.LabelledText + "\n" + string.Concat(Long.Split(' ').Select(word => $"{word} O\n")));
    }

    public static TheoryData<string, bool> Conversions
    {
        get
        {
            var options = new TheoryData<string, bool>();
            foreach (var shape in (string[])["[?,?]", "[1,8]", "[3,8]", "[?,8]", "[2,?]", "[1,32]"]) options.Add(shape, false);
            options.Add("[1,8]", true);
            return options;
        }
    }

    [Theory, MemberData(nameof(Conversions))]
    public async Task EveryVerbTakesAConvertedModel(string shape, bool half)
    {
        OpenVinoRuntime.Require();
        ExportRun.Run(_bundle);
        ConversionRun.Run(_bundle, new ConversionOptions { InputShape = InputShape.Parse(shape), CompressToFp16 = half });
        var length = InputShape.Parse(shape).Length;

        using (var prediction = PredictionRun.Open(_bundle, EngineFactory.OpenVino, _settings))
        {
            var texts = new[] { (Long, (string?)null), ("", null) }.ToAsyncEnumerable();
            Assert.Equal(2, await prediction.PredictAllAsync(texts, answer => answer, default).CountAsync());
        }
        using (var recognizer = EntityRecognizer.Open(_bundle.Folder, EngineFactory.OpenVino))
            Assert.Equal(3, recognizer.RecognizeAll([Long, "Anna", ""]).Count);

        var data = TinyBundle.Data(_bundle, _data);
        var evaluation = EvaluationRun.Run(_bundle, data, EngineFactory.OpenVino, _settings, asText: true);
        Assert.Equal(4, evaluation.Predictions.Count);
        Assert.NotNull(evaluation.Text);

        var parity = ParityRun.Run(_bundle, data, [EngineName.Torch, EngineFactory.Onnx, EngineFactory.OpenVino], _settings);
        if (!half) parity.ThrowIfAbove(1e-4);
        Assert.All(parity.Parity, row => Assert.NotNull(row.LabelAgreement));

        var comparison = ComparisonRun.Run([_bundle], [_bundle], bundle => TinyBundle.Data(bundle, _data), EngineFactory.OpenVino, _settings, new BootstrapOptions { Samples = 10 });
        Assert.Equal(1, comparison.Comparison.P);

        var speed = BenchmarkRun.Run([("bundle", _bundle)], [EngineFactory.Onnx, EngineFactory.OpenVino], _settings, new BenchmarkOptions { Iterations = 1, Warmup = 0, Batch = 4, Length = 16 });
        Assert.Equal((InputShape.Parse(shape).Batch ?? 4, length ?? 16), (speed.Options.Batch, speed.Options.Length));

        var grid = new GridOptions { Forms = [(3, 8), (2, 16)], Engines = [EngineFactory.OpenVino], Runs = new BenchmarkOptions { Iterations = 1, Warmup = 0 } };
        var fitting = grid with { Forms = [(InputShape.Parse(shape).Batch ?? 3, length ?? 16)] };
        Assert.Single(GridRun.Run([_bundle], [], _settings, fitting));
        Assert.Single(LayerProfileRun.Run([_bundle], [], _settings, fitting));
        if (shape != "[?,?]")
        {
            foreach (var measure in new Action[] { () => GridRun.Run([_bundle], [], _settings, grid), () => LayerProfileRun.Run([_bundle], [], _settings, grid) })
                Assert.Contains("only", Assert.Throws<InvalidInputException>(measure).Message, StringComparison.Ordinal);
        }

        var calibration = CalibrationRun.Run(_bundle, new CalibrationOptions { Data = _data, Engine = EngineFactory.OpenVino }, _settings);
        Assert.True(calibration.Temperature.Temperature > 0);

        var quantized = QuantizationRun.Run(_bundle, new QuantizationOptions { Calibration = _data, RefuseAbove = 1, WarnAbove = 1 }, _settings);
        Assert.Contains(_bundle.QuantizedIrPath, quantized.Files);
        if (length is { } pieces && pieces < 32) Assert.Contains(_heard.Notes, note => note.Contains($"takes {pieces} pieces at a time", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[1,2]")]
    [InlineData("[1,33]")]
    public void AShapeThatNoVerbCouldUseIsRefusedAtOnce(string shape)
    {
        var error = Assert.Throws<InvalidInputException>(() => ConversionRun.Run(_bundle, new ConversionOptions { InputShape = InputShape.Parse(shape) }));
        Assert.Contains("takes sequences of 3 to 32 pieces", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_bundle.IrPath));
    }

    [Fact]
    public void TextsOfManyLengthsHaveTheSameLogits()
    {
        OpenVinoRuntime.Require();
        ExportRun.Run(_bundle);
        ConversionRun.Run(_bundle, new ConversionOptions());
        float[][] Logits(EngineSettings settings) =>
        [
            .. EvaluationRun.Run(_bundle, TinyBundle.Data(_bundle, _data), EngineFactory.OpenVino, settings).Predictions
                .Select(prediction => prediction.Logits),
        ];
        foreach (var (one, other) in Logits(EngineSettings.Latency).Zip(Logits(EngineSettings.Throughput)))
            Assert.All(one.Zip(other), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void AFormBeyondThePositionsIsRefused()
    {
        ExportRun.Run(_bundle);
        var error = Assert.Throws<InvalidInputException>(() => GridRun.Run([_bundle], [], _settings, new GridOptions { Forms = [(1, 33)], Engines = [EngineFactory.Onnx] }));
        Assert.Contains("cannot take 1x33: it takes 32 pieces at most", error.Message, StringComparison.Ordinal);
    }

    // Every second entity of gold begins with a letter that only goes on.
    [Theory]
    [InlineData(LabelRepair.None)]
    [InlineData(LabelRepair.Conlleval)]
    public void IllegalGoldCountsForCalibrationAsForEvaluation(LabelRepair repair)
    {
        ExportRun.Run(_bundle);
        var data = _folder.Write("illegal", TinyBundle.LabelledText.Replace("S-LOC", "I-LOC", StringComparison.Ordinal) + "\n" + TinyBundle.LabelledText);
        var reading = new DataOptions { Repair = repair };
        var evaluated = EvaluationRun.Run(_bundle, EvaluationRun.Read(_bundle, data, reading, _heard), EngineFactory.Onnx, _settings);
        var calibrated = CalibrationRun.Run(_bundle, new CalibrationOptions { Data = data, Reading = reading, Engine = EngineFactory.Onnx }, _settings);
        Assert.Equal(evaluated.Data.Score(evaluated.Predictions).Value, calibrated.Parts[0].Scores[0].Entities.F1, 9);
    }

    [Theory]
    [InlineData(17)]
    [InlineData(20)]
    public void EveryVerbTakesAnExportOfAnyOperatorSet(int opset)
    {
        ExportRun.Run(_bundle, opset);
        var evaluation = EvaluationRun.Run(_bundle, TinyBundle.Data(_bundle, _data), EngineFactory.Onnx, _settings, asText: true);
        Assert.Equal(4, evaluation.Predictions.Count);
        Assert.NotEmpty(QuantizationRun.Run(_bundle, new QuantizationOptions { Calibration = _data, RefuseAbove = 1, WarnAbove = 1 }, _settings).Files);
    }

    public void Dispose() => _folder.Dispose();
}
