using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Machine;
using TinyBertPipeline.Inference.ModelFiles;
using TinyBertPipeline.Inference.OnnxRuntime;
using TinyBertPipeline.Inference.OpenVino;
using TinyBertPipeline.Inference.Precisions;

namespace TinyBertPipeline.Inference;

/// <summary>Opens the engines that need no libtorch, by name, from a bundle's derived files.</summary>
public static class EngineFactory
{
    /// <summary>ONNX Runtime on <c>model.onnx</c>.</summary>
    public const string Onnx = "onnx";

    /// <summary>OpenVINO on <c>openvino_model.xml</c>.</summary>
    public const string OpenVino = "openvino";

    /// <summary>OpenVINO on <c>model.onnx</c>.</summary>
    public const string OpenVinoOnnx = "openvino-onnx";

    /// <summary>ONNX Runtime on <c>model_quantized.onnx</c>.</summary>
    public const string OnnxInt8 = "onnx-int8";

    /// <summary>OpenVINO on <c>int8/openvino_model.xml</c>.</summary>
    public const string OpenVinoInt8 = "openvino-int8";

    /// <summary>The names that <see cref="Open"/> takes.</summary>
    public static IReadOnlyList<string> Names => [.. FloatNames, .. QuantizedNames];

    /// <summary>Those of them that run the model as it was trained.</summary>
    public static IReadOnlyList<string> FloatNames { get; } = [Onnx, OpenVino, OpenVinoOnnx];

    /// <summary>Those of them that run a quantized model.</summary>
    public static IReadOnlyList<string> QuantizedNames { get; } = [OnnxInt8, OpenVinoInt8];

    /// <summary>Opens an engine on a bundle's model, which must come from the weights, config and tokenizer that the bundle holds now.</summary>
    /// <exception cref="InvalidInputException">
    /// Name or precision are unknown or do not go together; or the model is absent, broken, or was made from other weights.
    /// </exception>
    /// <exception cref="EnvironmentException">A native library is missing.</exception>
    public static IInferenceEngine Open(string name, Bundle bundle, EngineSettings? settings = null)
    {
        settings ??= new EngineSettings();
        if (settings.Precision == ModelPrecision.Auto) settings = settings with { Precision = ChoosePrecision(name, bundle, settings) };
        if (settings.Precision == ModelPrecision.Int8) (name, settings) = (QuantizedForm(name), settings with { Precision = ModelPrecision.F32 });
        if (name is Onnx or OnnxInt8 && settings.Precision != ModelPrecision.F32)
        {
            throw new InvalidInputException(InputKind.Configuration, null,
                $"ONNX Runtime has no precision '{settings.Precision}' on a processor; valid are auto, f32 and int8");
        }
        return name switch
        {
            Onnx => OpenOnnxRuntime(bundle.OnnxPath, RemedyKind.Export),
            OpenVino => OpenOpenVino(bundle.IrPath, RemedyKind.Convert),
            OpenVinoOnnx => OpenOpenVino(bundle.OnnxPath, RemedyKind.Export),
            OnnxInt8 => OpenOnnxRuntime(bundle.QuantizedOnnxPath, RemedyKind.Quantize),
            OpenVinoInt8 => OpenOpenVino(bundle.QuantizedIrPath, RemedyKind.Quantize),
            _ => throw Unknown(name),
        };

        OnnxRuntimeEngine OpenOnnxRuntime(string path, RemedyKind maker)
        {
            var remedy = new Remedy(maker, bundle.Folder);
            return OnnxRuntimeEngine.Load(
                Require(path, remedy), OnnxOptions(bundle, settings) with { IsQuantized = maker == RemedyKind.Quantize, WhenStale = remedy });
        }

        OpenVinoEngine OpenOpenVino(string path, RemedyKind maker)
        {
            var remedy = new Remedy(maker, bundle.Folder);
            return OpenVinoEngine.Load(
                Require(path, remedy), OpenVinoOptionsOf(bundle, settings) with { IsQuantized = maker == RemedyKind.Quantize, WhenStale = remedy });
        }
    }

    /// <summary>
    /// Takes a step, such as opening the bundle, while the native library of an engine loads on another thread. What goes wrong there
    /// <see cref="Open"/> says.
    /// </summary>
    /// <param name="name">The engine; nothing is loaded for a name that is unknown.</param>
    /// <param name="settings">The settings that the engine will be opened with, or null for the defaults.</param>
    /// <param name="step">The step.</param>
    public static T WhileLoading<T>(string name, EngineSettings? settings, Func<T> step)
    {
        var loading = Task.Factory.StartNew(
            () => LoadLibrary(name, settings ?? new EngineSettings()), default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            return step();
        }
        finally
        {
            Task.WaitAny(loading);  // whatever became of it: a process must not end meanwhile
        }
    }

    /// <summary>The only length of sequences that an engine's file in a bundle takes; null where it takes any, or where there is none.</summary>
    public static int? FixedLength(string name, Bundle bundle) => name switch
    {
        OpenVino => IrFile.FixedLength(bundle.IrPath),
        OpenVinoInt8 => IrFile.FixedLength(bundle.QuantizedIrPath),
        _ => null,
    };

    private static void LoadLibrary(string name, EngineSettings settings)
    {
        if (name is Onnx or OnnxInt8) OnnxRuntimeLibrary.Load();
        else if (Names.Contains(name)) new OpenVino.Binding.Core(settings.OpenVinoFolder).Dispose();
    }

    private static InvalidInputException Unknown(string name) =>
        new(InputKind.Configuration, null, $"engine '{name}' is unknown; valid are {string.Join(", ", Names)}");

    private static string QuantizedForm(string name) => name switch
    {
        Onnx or OnnxInt8 => OnnxInt8,
        OpenVino or OpenVinoInt8 => OpenVinoInt8,
        OpenVinoOnnx => throw new InvalidInputException(InputKind.Configuration, null, $"engine {name} has no precision int8; use {OpenVinoInt8}"),
        _ => throw Unknown(name),
    };

    private static string ChoosePrecision(string name, Bundle bundle, EngineSettings settings)
    {
        if (!Names.Contains(name)) throw Unknown(name);
        if (QuantizedNames.Contains(name)) return ModelPrecision.Int8;
        var cpu = CpuFeatures.Detect();
        var quantized = name == Onnx ? bundle.QuantizedOnnxPath : bundle.QuantizedIrPath;
        List<string> precisions = [ModelPrecision.F32];
        if (name != Onnx && (cpu.Bf16 || cpu.AmxBf16)) precisions.Add(ModelPrecision.Bf16);
        if (name != OpenVinoOnnx && File.Exists(quantized)) precisions.Add(ModelPrecision.Int8);
        if (precisions.Count == 1) return precisions[0];
        using var first = Open(name, bundle, settings with { Precision = ModelPrecision.F32, Spin = false });
        var models = string.Join(' ', new[] { bundle.OnnxPath, bundle.IrPath, quantized }.Select(path => new FileInfo(path)).Where(file => file.Exists)
            .Select(file => $"{file.Length}@{file.LastWriteTimeUtc:yyyyMMddHHmmss}"));
        var key = new PrecisionKey($"{cpu.Model} ({string.Join(' ', cpu.Names)})", name, first.Info.Version, settings.Threads, models);
        var cache = new PrecisionCache(Path.Combine(bundle.Folder, BundleFiles.Precisions));
        if (cache.Find(key) is { } known) return known;
        var engines = new List<(string Precision, IInferenceEngine Engine)> { (ModelPrecision.F32, first) };
        try
        {
            foreach (var precision in precisions.Skip(1))
                engines.Add((precision, Open(name, bundle, settings with { Precision = precision, Spin = false, Messages = NoMessages.Instance })));
            var timings = PrecisionMeasurement.Run(bundle.Within(first.Info).Model, engines);
            var chosen = PrecisionMeasurement.Choose(timings);
            cache.Add(key, chosen, timings);
            settings.Messages.Note($"precision {chosen} is the fastest here: {PrecisionMeasurement.Describe(timings)}");
            return chosen;
        }
        finally
        {
            foreach (var (_, engine) in engines.Skip(1)) engine.Dispose();
        }
    }

    private static string Require(string path, Remedy remedy) =>
        File.Exists(path) ? path : throw new InvalidInputException(InputKind.Model, path, "no such file") { Remedy = remedy };

    private static OnnxRuntimeOptions OnnxOptions(Bundle bundle, EngineSettings settings) => OnnxRuntimeOptions.For(bundle.Config) with
    {
        Threads = settings.Threads,
        Spin = settings.Spin,
        ExecutionProvider = settings.ExecutionProvider,
        ProfileFolder = settings.ProfileFolder,
        Messages = settings.Messages,
        Expected = HashAside(bundle),
    };

    private static OpenVinoOptions OpenVinoOptionsOf(Bundle bundle, EngineSettings settings) => OpenVinoOptions.For(bundle.Config) with
    {
        Threads = settings.Threads,
        Precision = settings.Precision,
        Streams = settings.Streams,
        LibraryFolder = settings.OpenVinoFolder,
        Device = settings.Device,
        StaticShape = settings.StaticShape,
        VariesLengths = settings.VariesLengths,
        CacheFolder = settings.OpenVinoCache,
        Profile = settings.ProfileFolder is not null,
        Messages = settings.Messages,
        Expected = HashAside(bundle),
    };

    // Hashing the weights takes about as long as the runtime takes to read them.
    private static Task<(string Weights, string Content)>? HashAside(Bundle bundle) => !HasWeights(bundle) ? null : Task.Factory.StartNew(
        () => (bundle.WeightsSha256, bundle.ContentSha256), default, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    // A folder for deployment may hold the derived model alone: then there is nothing to compare with.
    private static bool HasWeights(Bundle bundle)
    {
        string[] weights = ["model.safetensors*", "pytorch_model.bin*"];
        return weights.Any(pattern => Directory.EnumerateFiles(bundle.Folder, pattern).Any());
    }
}
