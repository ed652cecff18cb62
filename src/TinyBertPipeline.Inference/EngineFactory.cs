using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Inference.ModelFiles;
using TinyBertPipeline.Inference.OnnxRuntime;
using TinyBertPipeline.Inference.OpenVino;

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
    /// <exception cref="InvalidInputException">The name is unknown; or the model is absent, broken, or was made from other weights.</exception>
    /// <exception cref="EnvironmentException">A native library is missing.</exception>
    public static IInferenceEngine Open(string name, Bundle bundle, EngineSettings? settings = null)
    {
        settings ??= new EngineSettings();
        return name switch
        {
            Onnx => OpenOnnxRuntime(bundle.OnnxPath, RemedyKind.Export),
            OpenVino => OpenOpenVino(bundle.IrPath, RemedyKind.Convert),
            OpenVinoOnnx => OpenOpenVino(bundle.OnnxPath, RemedyKind.Export),
            OnnxInt8 => OpenOnnxRuntime(bundle.QuantizedOnnxPath, RemedyKind.Quantize),
            OpenVinoInt8 => OpenOpenVino(bundle.QuantizedIrPath, RemedyKind.Quantize),
            _ => throw new InvalidInputException(InputKind.Configuration, null, $"engine '{name}' is unknown; valid are {string.Join(", ", Names)}"),
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

    /// <summary>The only length of sequences that an engine's file in a bundle takes; null where it takes any, or where there is none.</summary>
    public static int? FixedLength(string name, Bundle bundle) => name switch
    {
        OpenVino => IrFile.FixedLength(bundle.IrPath),
        OpenVinoInt8 => IrFile.FixedLength(bundle.QuantizedIrPath),
        _ => null,
    };

    private static string Require(string path, Remedy remedy) =>
        File.Exists(path) ? path : throw new InvalidInputException(InputKind.Model, path, "no such file") { Remedy = remedy };

    private static OnnxRuntimeOptions OnnxOptions(Bundle bundle, EngineSettings settings) => OnnxRuntimeOptions.For(bundle.Config) with
    {
        Threads = settings.Threads,
        Spin = settings.Spin,
        Messages = settings.Messages,
        ExpectedWeightsSha256 = HasWeights(bundle) ? bundle.WeightsSha256 : null,
        ExpectedContentSha256 = HasWeights(bundle) ? bundle.ContentSha256 : null,
    };

    private static OpenVinoOptions OpenVinoOptionsOf(Bundle bundle, EngineSettings settings) => OpenVinoOptions.For(bundle.Config) with
    {
        Threads = settings.Threads,
        Precision = settings.Precision,
        Streams = settings.Streams,
        LibraryFolder = settings.OpenVinoFolder,
        Messages = settings.Messages,
        ExpectedWeightsSha256 = HasWeights(bundle) ? bundle.WeightsSha256 : null,
        ExpectedContentSha256 = HasWeights(bundle) ? bundle.ContentSha256 : null,
    };

    // A folder for deployment may hold the derived model alone: then there is nothing to compare with.
    private static bool HasWeights(Bundle bundle)
    {
        string[] weights = ["model.safetensors*", "pytorch_model.bin*"];
        return weights.Any(pattern => Directory.EnumerateFiles(bundle.Folder, pattern).Any());
    }
}
