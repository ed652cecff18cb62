using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Export.OpenVinoIr;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Inference.Benchmarking;
using TinyBertPipeline.Inference.OpenVino.Binding;
using TinyBertPipeline.Pipeline.Benchmarks;
using TinyBertPipeline.Pipeline.Conversion;
using TinyBertPipeline.Pipeline.Engines;
using TinyBertPipeline.Pipeline.Evaluation;
using TinyBertPipeline.Pipeline.Parity;

namespace TinyBertPipeline.Pipeline.Stages;

/// <summary>What happens to trained bundles: scores, export, conversion, parity, speed.</summary>
internal sealed class FinishingStages(StageRunner stages, PipelineContext context, PipelineData data, string folder)
{
    private static readonly string[] _measured = [EngineName.Onnx, EngineName.OpenVino];

    private readonly EngineChoice _choice = new()
    {
        Settings = new EngineSettings { OpenVinoFolder = context.OpenVino, Warn = context.Progress.Note },
    };

    /// <summary>Dev and test F1 of a bundle by the Torch engine, with both decoders, and its size.</summary>
    public async Task<ModelScores> ScoreAsync(string name, string bundle)
    {
        var result = await stages.RunAsync(new StageName($"{name}-scores"), new JsonObject(), [Weights(bundle), data.Dev, data.Test], () =>
        {
            var opened = Bundle.Open(bundle);
            var (dev, test) = (Evaluate(opened, data.Dev), Evaluate(opened, data.Test));
            double Argmax(TaggerEvaluation evaluation) => evaluation.Decoded(opened.Labels, DecodeMode.Argmax).Report().Micro.F1;
            var scores = new ModelScores(
                name, dev.Report().Micro.F1, test.Report().Micro.F1, Argmax(dev), Argmax(test),
                opened.LoadWeights().Tensors.Values.Sum(tensor => (long)tensor.Values.Length), new FileInfo(Weights(bundle)).Length);
            return Task.FromResult(new StageResult(OptionsFile.ToJson(scores).AsObject(), []));
        }).ConfigureAwait(false);
        return Read<ModelScores>(result);
    }

    /// <summary>Writes <c>model.onnx</c> and the OpenVINO IR.</summary>
    public async Task ExportAsync(string name, string bundle, CancellationToken cancellation)
    {
        await stages.RunAsync(new StageName($"{name}-export"), new JsonObject(), [Weights(bundle), Path.Combine(bundle, "config.json")], async () =>
        {
            var opened = Bundle.Open(bundle);
            ExportRun.Run(opened);
            await ConversionRun.RunAsync(opened, new ConversionOptions { OpenVino = context.OpenVino }, cancellation).ConfigureAwait(false);
            return new StageResult([], [opened.OnnxPath, opened.IrPath, Path.ChangeExtension(opened.IrPath, ".bin")]);
        }).ConfigureAwait(false);
    }

    /// <summary>Compares all engines on the test file.</summary>
    public async Task<ParityReport> CompareEnginesAsync(string bundle)
    {
        string[] inputs = [Weights(bundle), Path.Combine(bundle, "model.onnx"), Path.Combine(bundle, "openvino_model.xml"), data.Test];
        var result = await stages.RunAsync(new StageName("parity"), OpenVinoState(), inputs, () =>
        {
            var report = ParityRun.Run(Bundle.Open(bundle), LabeledData.Read(data.Test), EngineName.Float, _choice);
            return Task.FromResult(new StageResult(OptionsFile.ToJson(report).AsObject(), []));
        }).ConfigureAwait(false);
        return Read<ParityReport>(result);
    }

    /// <summary>Compares the builtin IR with the one OpenVINO's own converter makes of <c>model.onnx</c>; null where there is none.</summary>
    public async Task<ConverterComparison?> CompareConvertersAsync(string bundle, BenchmarkOptions benchmark, CancellationToken cancellation)
    {
        var ovc = OvcConverter.Find(ConversionRun.Installations(context.OpenVino));
        if (ovc is null || OpenVinoLibrary.Find(context.OpenVino) is null)
        {
            context.Progress.Note("comparison with ovc left out: " + (ovc is null ? "ovc was not found" : "OpenVINO's libraries were not found"));
            return null;
        }
        var xml = Path.Combine(folder, "ovc", "openvino_model.xml");
        string[] inputs = [Weights(bundle), Path.Combine(bundle, "model.onnx"), data.Test];
        var result = await stages.RunAsync(new StageName("converters"), OptionsFile.ToJson(benchmark), inputs, async () =>
        {
            var opened = Bundle.Open(bundle);
            var conversion = new ConversionOptions { Converter = Converter.Ovc, XmlPath = xml, OpenVino = context.OpenVino };
            await ConversionRun.RunAsync(opened, conversion, cancellation).ConfigureAwait(false);
            var comparison = ConverterComparison.Measure(opened, xml, LabeledData.Read(data.Test), _choice, benchmark, cancellation);
            return new StageResult(OptionsFile.ToJson(comparison).AsObject(), [xml]);
        }).ConfigureAwait(false);
        return Read<ConverterComparison>(result);
    }

    /// <summary>Times teacher and student in ONNX Runtime and OpenVINO, interleaved.</summary>
    public async Task<IReadOnlyList<JsonObject>> MeasureAsync(
        string teacher, string student, BenchmarkOptions options, CancellationToken cancellation)
    {
        var settings = OptionsFile.ToJson(options).AsObject();
        settings["openvino"] = OpenVinoState()["library"]?.DeepClone();
        var result = await stages.RunAsync(new StageName("speed"), settings, [Weights(teacher), Weights(student)], () =>
        {
            (string, Bundle)[] bundles = [("teacher", Bundle.Open(teacher)), ("student", Bundle.Open(student))];
            var measured = BenchmarkRun.Run(bundles, _measured, _choice, options, context.Progress.Benchmark, cancellation);
            return Task.FromResult(new StageResult(new JsonObject { ["rows"] = new JsonArray([.. BenchmarkTable.Rows(measured)]) }, []));
        }).ConfigureAwait(false);
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

    private TaggerEvaluation Evaluate(Bundle bundle, string file) => EvaluationRun.Run(bundle, LabeledData.Read(file), EngineName.Torch, _choice);

    private JsonObject OpenVinoState() => new() { ["library"] = OpenVinoLibrary.Find(context.OpenVino) };

    private static string Weights(string bundle) => Path.Combine(bundle, "model.safetensors");

    private static T Read<T>(JsonObject result)
    {
        var values = result.DeepClone().AsObject();
        values.Remove("seconds");
        return values.Deserialize<T>(OptionsFile.Json)!;
    }
}
