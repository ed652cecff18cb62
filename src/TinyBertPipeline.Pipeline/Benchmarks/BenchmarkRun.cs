using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Machine;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Export.Quantization;
using TinyBertPipeline.Inference.Benchmarking;
using TinyBertPipeline.Pipeline.Conversion;
using TinyBertPipeline.Pipeline.Engines;
using TinyBertPipeline.Pipeline.Quantization;

namespace TinyBertPipeline.Pipeline.Benchmarks;

/// <summary>Measures the engines of bundles, interleaved run by run.</summary>
public static class BenchmarkRun
{
    private const int CalibrationWindows = 32;
    private const int CalibrationLength = 64;

    /// <summary>The engines compared when none are named; those of a quantized model come on top where a bundle has one.</summary>
    public static IReadOnlyList<string> DefaultEngines { get; } = [EngineName.Onnx, EngineName.OpenVino];

    /// <summary>The engines compared on a bundle when none are named.</summary>
    public static IReadOnlyList<string> EnginesOf(Bundle bundle) =>
    [
        .. DefaultEngines,
        .. new[] { (EngineName.OnnxInt8, bundle.QuantizedOnnxPath), (EngineName.OpenVinoInt8, bundle.QuantizedIrPath) }
            .Where(engine => File.Exists(engine.Item2)).Select(engine => engine.Item1),
    ];

    /// <summary>Measures <paramref name="engines"/> on every bundle; rows are called <c>NAME, ENGINE</c> when there are several bundles.</summary>
    /// <param name="bundles">The bundles and the names of their rows.</param>
    /// <param name="engines">
    /// The engines, or null for <see cref="EnginesOf"/> each bundle; one whose native library is missing is left out and noted.
    /// </param>
    /// <param name="choice">How engines are opened.</param>
    /// <param name="options">Iterations, batch and length.</param>
    /// <param name="progress">Is told after every run.</param>
    /// <param name="cancellation">Ends the benchmark between two runs.</param>
    /// <exception cref="Core.EnvironmentException">No engine can be opened.</exception>
    public static BenchmarkResult Run(
        IReadOnlyList<(string Name, Bundle Bundle)> bundles, IReadOnlyList<string>? engines, EngineChoice choice, BenchmarkOptions options,
        IProgress<BenchmarkProgress>? progress = null, CancellationToken cancellation = default)
    {
        // A session that spins while it waits takes the processors from the engine whose turn it is.
        choice = choice with { Settings = choice.Settings with { Spin = false } };
        var opened = new List<(string Name, OpenedEngine Engine)>();
        try
        {
            foreach (var (name, bundle) in bundles)
            {
                foreach (var engine in engines ?? EnginesOf(bundle))
                    opened.Add((bundles.Count == 1 ? engine : $"{name}, {engine}", OpenedEngine.TryOpen(engine, bundle, choice)));
            }
            var skipped = opened.Where(row => row.Engine.Engine is null).Select(row => $"{row.Name} is left out: {row.Engine.SkipReason}").ToArray();
            if (skipped.Length == opened.Count)
                throw new EnvironmentException(string.Join('\n', skipped)) { Remedy = opened.Select(row => row.Engine.Remedy).FirstOrDefault(remedy => remedy is not null) };
            foreach (var reason in skipped) choice.Settings.Warn?.Invoke(reason);
            var usable = opened.Where(row => row.Engine.Engine is not null).Select(row => new BenchmarkEngine(row.Name, row.Engine.Engine!)).ToArray();
            return EngineBenchmark.Run(usable, Within(options, usable.Select(engine => engine.Engine), choice.Settings.Warn), progress, cancellation);
        }
        finally
        {
            foreach (var (_, engine) in opened) engine.Dispose();
        }
    }

    /// <summary>The same measurement with sequences that every engine takes.</summary>
    internal static BenchmarkOptions Within(BenchmarkOptions options, IEnumerable<IInferenceEngine> engines, Action<string>? warn)
    {
        var positions = engines.Min(engine => engine.Info.MaxPositions);
        if (options.Length <= positions) return options;
        warn?.Invoke($"a model has only {positions} positions: measured at this length instead of {options.Length}");
        return options with { Length = positions };
    }

    /// <summary>Writes a tagger with random weights of a preset's sizes, exported and converted, for measuring speed alone.</summary>
    /// <param name="preset">A name of <see cref="BertPresets"/>.</param>
    /// <param name="folder">An empty or absent folder.</param>
    /// <param name="isQuantized">Whether it is quantized as well, calibrated on random pieces.</param>
    /// <param name="seed">Fixes the weights.</param>
    public static async Task<Bundle> CreateRandomAsync(string preset, string folder, bool isQuantized = false, int seed = 1)
    {
        var config = BertPresets.Get(preset) with { Labels = ["O", "B-X", "I-X", "E-X", "S-X"] };
        Directory.CreateDirectory(folder);
        string[] specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
        var vocabulary = new Vocabulary([.. specials, .. Enumerable.Range(specials.Length, config.VocabularySize - specials.Length).Select(id => $"piece{id}")]);
        new BertTokenizer(vocabulary, new TokenizerOptions()).Save(folder);
        config.Save(folder, "BertForTokenClassification");
        SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), RandomWeights.Create(config, seed).Tensors.Values);
        var bundle = Bundle.Open(folder);
        ExportRun.Run(bundle);
        await ConversionRun.RunAsync(bundle, new ConversionOptions()).ConfigureAwait(false);
        if (isQuantized) Quantize(bundle, seed);
        return bundle;
    }

    private static void Quantize(Bundle bundle, int seed)
    {
        var (random, pieces) = (new Random(seed), bundle.Tokenizer.Vocabulary);
        var length = Math.Min(CalibrationLength, bundle.Config.MaxPositions) - 2;
        var windows = Enumerable.Range(0, CalibrationWindows)
            .Select(_ => (int[])[pieces.ClassifyId, .. Enumerable.Range(0, length).Select(_ => random.Next(pieces.Count)), pieces.SeparateId]);
        var weights = bundle.LoadWeights();
        var plan = SiteCalibration.Run(bundle, weights, windows, CalibrationWindows);
        var form = CpuFeatures.Detect().AmxInt8 ? ActivationForm.I8 : ActivationForm.U8;
        foreach (var engine in EngineName.Quantized) QuantizedFiles.WriteModel(engine, bundle, weights, plan, form, bundle);
    }
}
