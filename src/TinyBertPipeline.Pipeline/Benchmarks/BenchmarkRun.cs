using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Machine;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.Known;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Export.Quantization;
using TinyBertPipeline.Inference;
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
    public static IReadOnlyList<string> DefaultEngines { get; } = [EngineFactory.Onnx, EngineFactory.OpenVino];

    /// <summary>The engines compared on a bundle when none are named.</summary>
    public static IReadOnlyList<string> EnginesOf(Bundle bundle) =>
    [
        .. DefaultEngines,
        .. new[] { (EngineFactory.OnnxInt8, bundle.QuantizedOnnxPath), (EngineFactory.OpenVinoInt8, bundle.QuantizedIrPath) }
            .Where(engine => File.Exists(engine.Item2)).Select(engine => engine.Item1),
    ];

    /// <summary>Measures bundles, and random weights of presets, which come first; rows are called <c>NAME, ENGINE</c> when there are several.</summary>
    /// <param name="bundles">The bundles.</param>
    /// <param name="presets">Names of <see cref="BertPresets"/>.</param>
    /// <param name="engines">The engines, or null for <see cref="EnginesOf"/> each bundle.</param>
    /// <param name="settings">How engines are opened.</param>
    /// <param name="options">Iterations, batch and length.</param>
    /// <param name="progress">Is told after every run.</param>
    /// <param name="cancellation">Ends the benchmark between two runs.</param>
    /// <exception cref="Core.InvalidInputException">Options are wrong, or there is nothing to measure.</exception>
    /// <exception cref="Core.EnvironmentException">No engine can be opened.</exception>
    public static BenchmarkResult Run(
        IReadOnlyList<Bundle> bundles, IReadOnlyList<string> presets, IReadOnlyList<string>? engines, EngineSettings settings, BenchmarkOptions options,
        IProgress<BenchmarkProgress>? progress = null, CancellationToken cancellation = default)
    {
        OptionsFaults.ThrowIfAny([
            .. options.Faults(),
            .. OptionsFaults.Where((bundles.Count + presets.Count == 0, "name a bundle, or a preset with random weights, for example bert-base"))]);
        using var scratch = new ScratchFolder();
        var isQuantized = engines?.Intersect(EngineFactory.QuantizedNames).Any() ?? false;
        var random = presets.Select(preset => (preset, CreateRandom(preset, scratch.Sub(preset), isQuantized)));
        var named = bundles.Select(bundle => (NameOf(bundle), bundle));
        return Run([.. random, .. named], engines, settings, options, progress, cancellation);
    }

    /// <summary>Measures <paramref name="engines"/> on every bundle; rows are called <c>NAME, ENGINE</c> when there are several bundles.</summary>
    /// <param name="bundles">The bundles and the names of their rows.</param>
    /// <param name="engines">
    /// The engines, or null for <see cref="EnginesOf"/> each bundle; one whose native library is missing is left out and noted.
    /// </param>
    /// <param name="settings">How engines are opened.</param>
    /// <param name="options">Iterations, batch and length.</param>
    /// <param name="progress">Is told after every run.</param>
    /// <param name="cancellation">Ends the benchmark between two runs.</param>
    /// <exception cref="Core.InvalidInputException">Options are wrong.</exception>
    /// <exception cref="Core.EnvironmentException">No engine can be opened.</exception>
    public static BenchmarkResult Run(
        IReadOnlyList<(string Name, Bundle Bundle)> bundles, IReadOnlyList<string>? engines, EngineSettings settings, BenchmarkOptions options,
        IProgress<BenchmarkProgress>? progress = null, CancellationToken cancellation = default)
    {
        OptionsFaults.ThrowIfAny(options.Faults());
        // A session that spins while it waits takes the processors from the engine whose turn it is.
        settings = settings with { Spin = false };
        var opened = new List<(string Name, OpenedEngine Engine)>();
        try
        {
            foreach (var (name, bundle) in bundles)
            {
                foreach (var engine in engines ?? EnginesOf(bundle))
                    opened.Add((bundles.Count == 1 ? engine : $"{name}, {engine}", OpenedEngine.TryOpen(engine, bundle, settings)));
            }
            var skipped = opened.Where(row => row.Engine.Engine is null).Select(row => $"{row.Name} is left out: {row.Engine.SkipReason}").ToArray();
            if (skipped.Length == opened.Count)
                throw new EnvironmentException(string.Join('\n', skipped)) { Remedy = opened.Select(row => row.Engine.Remedy).FirstOrDefault(remedy => remedy is not null) };
            foreach (var reason in skipped) settings.Messages.Warn(reason);
            var usable = opened.Where(row => row.Engine.Engine is not null).Select(row => new BenchmarkEngine(row.Name, row.Engine.Engine!)).ToArray();
            return EngineBenchmark.Run(usable, options.Within(usable.Select(engine => engine.Engine), settings.Messages), progress, cancellation);
        }
        finally
        {
            foreach (var (_, engine) in opened) engine.Dispose();
        }
    }

    /// <summary>Writes a model with random weights of a preset's sizes, exported and converted, for measuring speed alone.</summary>
    /// <param name="preset">A name of <see cref="BertPresets"/>.</param>
    /// <param name="folder">An empty or absent folder.</param>
    /// <param name="isQuantized">Whether it is quantized as well, calibrated on random pieces.</param>
    /// <param name="seed">Fixes the weights.</param>
    public static Bundle CreateRandom(string preset, string folder, bool isQuantized = false, int seed = 1)
    {
        var config = BertPresets.Get(preset) with { Labels = ["O", "B-X", "I-X", "E-X", "S-X"] };
        Directory.CreateDirectory(folder);
        string[] specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
        var vocabulary = new Vocabulary([.. specials, .. Enumerable.Range(specials.Length, config.VocabularySize - specials.Length).Select(id => $"piece{id}")]);
        new BertTokenizer(vocabulary, new TokenizerOptions()).Save(folder);
        var task = TaskList.Default;
        config.Save(folder, task.Architecture);
        SafetensorsWriter.Write(Path.Combine(folder, BundleFiles.Weights), RandomWeights.Create(config, task.Head(config), seed).Tensors.Values);
        var bundle = Bundle.Open(folder);
        ExportRun.Run(bundle);
        ConversionRun.Run(bundle, new ConversionOptions());
        if (isQuantized) Quantize(bundle, seed);
        return bundle;
    }

    /// <summary>The name of a bundle's rows: that of its folder.</summary>
    internal static string NameOf(Bundle bundle) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(bundle.Folder)));

    private static void Quantize(Bundle bundle, int seed)
    {
        var (random, pieces) = (new Random(seed), bundle.Tokenizer.Vocabulary);
        var length = Math.Min(CalibrationLength, bundle.Config.MaxPositions) - 2;
        var windows = Enumerable.Range(0, CalibrationWindows)
            .Select(_ => new ModelInput([pieces.ClassifyId, .. Enumerable.Range(0, length).Select(_ => random.Next(pieces.Count)), pieces.SeparateId]));
        var weights = bundle.LoadWeights();
        var plan = SiteCalibration.Run(bundle, weights, windows, CalibrationWindows);
        var form = CpuFeatures.Detect().AmxInt8 ? IntegerForm.I8 : IntegerForm.U8;
        foreach (var engine in EngineFactory.QuantizedNames) QuantizedFiles.WriteModel(engine, bundle, weights, plan, form, bundle);
    }
}
