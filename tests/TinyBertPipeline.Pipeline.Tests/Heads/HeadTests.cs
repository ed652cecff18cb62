using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Evaluation.Calibration;
using TinyBertPipeline.Core.Labeling.Paths;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Core.Redaction;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Pipeline.Calibration;
using TinyBertPipeline.Pipeline.Conversion;
using TinyBertPipeline.Pipeline.Engines;
using TinyBertPipeline.Pipeline.Parity;
using TinyBertPipeline.Pipeline.Prediction;
using TinyBertPipeline.Pipeline.Quantization;
using TinyBertPipeline.Pipeline.Summaries;

namespace TinyBertPipeline.Pipeline.Tests.Heads;

/// <summary>Taggers with a CRF, an LSTM or both go the way of all taggers.</summary>
public sealed class HeadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("crf")]
    [InlineData("lstm")]
    [InlineData("lstm-crf")]
    public void AllEnginesGiveTheSameLogitsAndPaths(string head)
    {
        OpenVinoRuntime.Require();
        var bundle = TinyBundle.Create(_folder, head);
        ExportRun.Run(bundle);
        ConversionRun.Run(bundle, new ConversionOptions());
        var data = _folder.Write("data", TinyBundle.LabelledText);
        QuantizationRun.Run(bundle, new QuantizationOptions { Calibration = data, RefuseAbove = 10, Activations = IntegerChoice.U8 }, new EngineSettings());
        var report = ParityRun.Run(bundle, TinyBundle.Data(bundle, data), EngineName.All, new EngineSettings());
        Assert.All(report.Parity, row => Assert.Null(row.Skipped));
        report.ThrowIfAbove(1e-4, divergenceLimit: 10);
        Assert.All(report.Parity.Where(row => row.Divergence is null), row => Assert.Equal(1, row.LabelAgreement));
    }

    [Fact]
    public void AFolderWithoutWeightsDecodesWithTheTransitionsOfItsModel()
    {
        var bundle = TinyBundle.Create(_folder, "crf");
        var weights = bundle.LoadWeights().Tensors.Values.Select(tensor => tensor.Name == "crf.transitions"
            ? tensor with { Values = [.. tensor.Values.Select((_, i) => i % 5 - 2f)] } : tensor).ToArray();
        SafetensorsWriter.Write(Path.Combine(bundle.Folder, "model.safetensors"), weights);
        bundle = Bundle.Open(bundle.Folder);
        ExportRun.Run(bundle);
        const string Text = "Anna lives in Oslo. Acme hired Bo.";
        var expected = Answer(EngineName.Torch);
        File.Delete(Path.Combine(bundle.Folder, "model.safetensors"));
        Assert.Equal(expected, Answer(EngineFactory.Onnx));
        Assert.NotEqual(expected, Answer(EngineFactory.Onnx, DecodeModeArgmax()));

        string Answer(string engine, BundleOverrides? overrides = null)
        {
            using var run = PredictionRun.Open(Bundle.Open(bundle.Folder, overrides), engine, new EngineSettings());
            return run.Predict(Text).ToJson().ToJsonString();
        }

        static BundleOverrides DecodeModeArgmax() => new() { Settings = new() { Decoder = Core.Labeling.DecodeMode.Argmax } };
    }

    [Fact]
    public void AModelFileWithoutTransitionsIsToBeMadeAgain()
    {
        var bundle = TinyBundle.Create(_folder);
        ExportRun.Run(bundle);
        File.Delete(Path.Combine(bundle.Folder, "model.safetensors"));
        bundle.Config.WithSection(new() { ["head"] = "crf" }).Save(bundle.Folder, bundle.Task.Architecture);
        var refusal = Assert.Throws<InvalidInputException>(() => PredictionRun.Open(Bundle.Open(bundle.Folder), EngineFactory.Onnx, new EngineSettings()));
        Assert.Contains("crf.transitions", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ACalibrationKeepsTemperatureAndPointsAndPredictionObeysThem()
    {
        var bundle = TinyBundle.Create(_folder, "crf");
        ExportRun.Run(bundle);
        var data = _folder.Write("data", TinyBundle.LabelledText);
        var options = new CalibrationOptions { Data = data, Test = data, Engine = EngineFactory.Onnx, Points = [OperatingGoal.Parse("f1")] };
        var report = CalibrationRun.Run(bundle, options, new EngineSettings());
        report.ThrowIfMissed();
        Assert.Equal([.. report.Parts[0].Scores], report.Parts[1].Scores);
        Assert.Equal(report.Points[0].Score, report.Parts[0].Scores[1].Entities);
        Assert.True(report.Points[0].Score.F1 >= report.Points[0].Unbiased.F1);

        var opened = Bundle.Open(bundle.Folder, new() { OperatingPoint = "f1" });
        Assert.Equal(report.Temperature.Temperature, opened.Settings.Temperature);
        Assert.Equal(report.Points[0].Point, opened.Settings.Reading.Point);
        Assert.Null(Bundle.Open(bundle.Folder).Settings.Reading.Point);
        var unknown = Assert.Throws<InvalidInputException>(() => Bundle.Open(bundle.Folder, new() { OperatingPoint = "recall=0.9" }));
        Assert.Contains("f1", unknown.Message, StringComparison.Ordinal);

        CalibrationRun.Run(bundle, options with { Points = [OperatingGoal.Parse("recall=0")] }, new EngineSettings());
        using (PredictionRun.Open(Bundle.Open(bundle.Folder), EngineFactory.Onnx, new EngineSettings()))
        {
            // The model file is still that of the bundle.
        }
        Assert.Equal(["f1", "recall=0"], OperatingPointFile.Read(bundle.OperatingPointsPath).Select(point => point.Key));
    }

    [Fact]
    public async Task RedactionChangesNothingButEntities()
    {
        var bundle = TinyBundle.Create(_folder);
        ExportRun.Run(bundle);
        using var run = PredictionRun.Open(bundle, EngineFactory.Onnx, new EngineSettings());
        string[] texts = ["\uFEFFAnna lives in Oslo.\r\n", "\n", "  Acme\thired Bo .", "小米粥"];
        var input = string.Concat(texts.Take(3)) + "\n" + texts[3];
        var found = await Lines(new RedactionRun(run, new Redactor(RedactionMode.Type)), input);
        var expected = Redacted("Anna lives in Oslo.") + "\r\n\n" + Redacted("  Acme\thired Bo .") + "\n" + Redacted("小米粥");
        Assert.Equal("\uFEFF" + expected, found);

        var json = new RedactionRun(run, new Redactor(RedactionMode.Type), "t");
        const string Line = "{ \"n\":1.0, \"t\": \"Anna\\u0020lives\\u0020in\\u0020Oslo.\" }\n\n";
        var expectedJson = $"{{ \"n\":1.0, \"t\": \"{Redacted("Anna lives in Oslo.").Replace(" ", "\\u0020", StringComparison.Ordinal)}\" }}\n\n";
        Assert.Equal(expectedJson, await Lines(json, Line));
        var refusal = await Assert.ThrowsAsync<InvalidInputException>(() => Lines(json, "{}\n"));
        Assert.Equal(1, refusal.Line);

        static async Task<string> Lines(RedactionRun redaction, string text)
        {
            var lines = RawLines.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), "x").ToAsyncEnumerable();
            var parts = await redaction.RedactAsync(lines, "x").ToListAsync();
            return System.Text.Encoding.UTF8.GetString([.. parts.SelectMany(part => part)]);
        }

        string Redacted(string text) => new Redactor(RedactionMode.Type).Redact(text, ((IEntityPrediction)run.Predict(text)).Entities);
    }

    [Fact]
    public void ASummaryTellsTheFrozenEncoderApart()
    {
        var bundle = TinyBundle.Create(_folder, "lstm-crf");
        var config = bundle.Config;
        new BundleSettings { Head = HeadKind.LstmCrf, LstmUnits = 7, DenseUnits = 5, FrozenEncoder = true }.ApplyTo(config).Save(bundle.Folder, bundle.Task.Architecture);
        var layers = SummaryRun.Run(bundle.Folder).Layers;
        var labels = config.Labels.Count;
        Assert.Equal(2 * 4 * 7 * (24 + 7 + 1) + (14 + 1) * 5 + (5 + 1) * labels + labels * labels + 2 * labels, layers.TrainableParameters);
        Assert.Equal(["lstm", "dense", "dense.activation", "classifier", "crf"], layers.Rows.TakeLast(5).Select(row => row.Name));
    }
}
