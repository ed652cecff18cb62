using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Export.OpenVinoIr;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Inference.Benchmarking;
using TinyBertPipeline.Inference.OpenVino.Binding;
using TinyBertPipeline.Pipeline.Benchmarks;
using TinyBertPipeline.Pipeline.Context;
using TinyBertPipeline.Pipeline.Conversion;
using TinyBertPipeline.Pipeline.Engines;
using TinyBertPipeline.Pipeline.Evaluation;
using TinyBertPipeline.Pipeline.Parity;
using TinyBertPipeline.Pipeline.Quantization;

namespace TinyBertPipeline.Pipeline.Stages;

/// <summary>What happens to trained bundles: scores, export, conversion, 8 bits, parity, speed.</summary>
internal sealed class FinishingStages(StageRunner stages, PipelineContext context, PipelineData data, string folder)
{
    private static readonly string[] _measured = [EngineFactory.Onnx, EngineFactory.OpenVino];

    private readonly EngineSettings _settings = context.Engines;

    /// <summary>Dev and test score of a bundle by the Torch engine, and its size.</summary>
    public ModelScores Score(string name, string bundle) => ModelScores.FromRecord(stages.Run($"{name}-scores", Inputs(bundle, data.Dev, data.Test), () =>
    {
        var opened = Bundle.Open(bundle);
        TaskScore Of(string file) => EvaluationRun.Run(opened, opened.Model.Data(opened.Task.Read(file, new DataOptions())), EngineName.Torch, _settings).Score;
        var weights = opened.LoadWeights().Tensors.Values.Sum(tensor => (long)tensor.Values.Length);
        return new StageResult(new ModelScores(name, Of(data.Dev), Of(data.Test), weights, new FileInfo(Weights(bundle)).Length).ToRecord(), []);
    }));

    /// <summary>Writes the errors of a bundle on the test file as <c>NAME.html</c> into the run's folder.</summary>
    public void Explain(string name, string bundle) => stages.Run($"{name}-errors", Inputs(bundle, data.Train, data.Test), () =>
    {
        var opened = Bundle.Open(bundle);
        var evaluation = EvaluationRun.Run(opened, Test(opened), EngineName.Torch, _settings);
        var errors = evaluation.Data.Errors(evaluation.Predictions, opened.Task.Read(data.Train, new DataOptions()));
        var page = Path.Combine(folder, name + ".html");
        EvaluationPage.Write(page, opened, evaluation, evaluation.Data.Report(evaluation.Predictions), errors, context.CommandLine);
        return new StageResult([], [page]);
    });

    /// <summary>Writes <c>model.onnx</c> and the OpenVINO IR.</summary>
    public void Export(string name, string bundle, CancellationToken cancellation) => stages.Run($"{name}-export", Inputs(bundle), () =>
    {
        var opened = Bundle.Open(bundle);
        ExportRun.Run(opened, overwrite: context.Overwrite);
        ConversionRun.Run(opened, new ConversionOptions { OpenVinoFolder = context.OpenVinoFolder, Overwrite = context.Overwrite }, cancellation);
        return new StageResult([], [opened.OnnxPath, opened.IrPath, Path.ChangeExtension(opened.IrPath, ".bin")]);
    });

    /// <summary>Makes both 8-bit models, calibrated on the training file.</summary>
    public void Quantize(string bundle, QuantizationOptions options, CancellationToken cancellation)
    {
        options = options with { Calibration = options.Calibration ?? data.Train };
        var identity = With(Inputs(bundle, data.Train), "options", OptionsFile.ToJson(options));
        stages.Run("quantization", identity, () =>
        {
            var opened = Bundle.Open(bundle);
            var report = QuantizationRun.Run(opened, options, _settings, context.Overwrite, cancellation);
            report.ThrowIfMissed();
            return new StageResult(report.ToJson(), report.Files);
        });
    }

    /// <summary>Compares all engines on the test file.</summary>
    public ParityReport CompareEngines(string bundle, bool isQuantized, CancellationToken cancellation)
    {
        string[] engines = [.. EngineName.Float, .. isQuantized ? EngineFactory.QuantizedNames : []];
        var identity = With(Inputs(bundle, Path.Combine(bundle, BundleFiles.Onnx), data.Test), "engines", OptionsFile.ToJson(engines));
        return ParityReport.FromJson(stages.Run("parity", With(identity, "openvino", OpenVinoLibrary.Find(context.OpenVinoFolder)), () =>
        {
            var opened = Bundle.Open(bundle);
            return new StageResult(ParityRun.Run(opened, Test(opened), engines, _settings, cancellation: cancellation).ToJson(), []);
        }));
    }

    /// <summary>Compares the builtin IR with the one OpenVINO's own converter makes of <c>model.onnx</c>; null where there is none.</summary>
    public ConverterComparison? CompareConverters(string bundle, BenchmarkOptions benchmark, CancellationToken cancellation)
    {
        var ovc = OvcConverter.Find(ConversionRun.Installations(context.OpenVinoFolder));
        if (ovc is null || OpenVinoLibrary.Find(context.OpenVinoFolder) is null)
        {
            context.Progress.Note("comparison with ovc left out: " + (ovc is null ? "ovc was not found" : "OpenVINO's libraries were not found"));
            return null;
        }
        var xml = Path.Combine(folder, "ovc", BundleFiles.Ir);
        var identity = With(Inputs(bundle, Path.Combine(bundle, BundleFiles.Onnx), data.Test), "benchmark", OptionsFile.ToJson(benchmark));
        return Read<ConverterComparison>(stages.Run("converters", identity, () =>
        {
            var opened = Bundle.Open(bundle);
            var conversion = new ConversionOptions
            {
                Converter = Converter.Ovc,
                XmlPath = xml,
                OpenVinoFolder = context.OpenVinoFolder,
                Overwrite = context.Overwrite,
            };
            ConversionRun.Run(opened, conversion, cancellation);
            var comparison = ConverterComparison.Measure(opened, xml, Test(opened), _settings, benchmark, cancellation);
            return new StageResult(OptionsFile.ToJson(comparison).AsObject(), [xml]);
        }));
    }

    /// <summary>Times teacher and student in ONNX Runtime and OpenVINO, interleaved.</summary>
    public IReadOnlyList<JsonObject> Measure(string teacher, string student, BenchmarkOptions options, CancellationToken cancellation)
    {
        var identity = With(Inputs(teacher, Weights(student)), "benchmark", OptionsFile.ToJson(options));
        var result = stages.Run("speed", With(identity, "openvino", OpenVinoLibrary.Find(context.OpenVinoFolder)), () =>
        {
            (string, Bundle)[] bundles = [("teacher", Bundle.Open(teacher)), ("student", Bundle.Open(student))];
            var measured = BenchmarkRun.Run(bundles, _measured, _settings, options, context.Progress.Benchmark, cancellation);
            return new StageResult(new JsonObject { ["rows"] = new JsonArray([.. BenchmarkTable.Of(measured).ToJson()]) }, []);
        });
        return [.. result["rows"]!.AsArray().Select(row => row!.AsObject())];
    }

    /// <summary>The entities of the demo's two ambiguous sentences.</summary>
    public static IReadOnlyList<string> TagAmbiguous(string bundle)
    {
        using var recognizer = EntityRecognizer.Open(bundle);
        return [.. Demo.DemoCorpus.AmbiguousSentences.Select(text => $"{text} → {Describe(recognizer.Recognize(text))}")];

        static string Describe(IReadOnlyList<TextEntity> entities) =>
            entities.Count == 0 ? "no entity" : string.Join(", ", entities.Select(entity => $"{entity.Text} {entity.Type} [{entity.Start},{entity.End})"));
    }

    private ITaskData Test(Bundle bundle) => bundle.Model.Data(bundle.Task.Read(data.Test, new DataOptions()));

    // The contents of a bundle's own files and of others, in the order given.
    private static JsonObject Inputs(string bundle, params string[] others)
    {
        var files = new JsonArray();
        string[] own = [Weights(bundle), Path.Combine(bundle, BundleFiles.Config), .. BundleFiles.Tokenizer.Select(name => Path.Combine(bundle, name)).Where(File.Exists)];
        foreach (var file in own.Concat(others)) files.Add($"{Path.GetFileName(file)} {FileHash.Sha256(file)}");
        return new JsonObject { ["inputs"] = files };
    }

    private static JsonObject With(JsonObject identity, string key, JsonNode? value)
    {
        identity[key] = value;
        return identity;
    }

    private static string Weights(string bundle) => Path.Combine(bundle, BundleFiles.Weights);

    private static T Read<T>(JsonObject result)
    {
        var values = result.DeepClone().AsObject();
        values.Remove("seconds");
        return values.Deserialize<T>(OptionsFile.Json)!;
    }
}
