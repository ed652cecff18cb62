using TinyBertPipeline.Inference;

namespace TinyBertPipeline.Pipeline.Engines;

/// <summary>The names by which the command line and reports call the engines.</summary>
public static class EngineName
{
    /// <summary>The TorchSharp model itself.</summary>
    public const string Torch = "torch";

    /// <summary>ONNX Runtime on <c>model.onnx</c>.</summary>
    public const string Onnx = EngineFactory.Onnx;

    /// <summary>OpenVINO on the IR.</summary>
    public const string OpenVino = EngineFactory.OpenVino;

    /// <summary>OpenVINO on <c>model.onnx</c> directly.</summary>
    public const string OpenVinoOnnx = EngineFactory.OpenVinoOnnx;

    /// <summary>ONNX Runtime on <c>model_quantized.onnx</c>.</summary>
    public const string OnnxInt8 = EngineFactory.OnnxInt8;

    /// <summary>OpenVINO on the quantized IR.</summary>
    public const string OpenVinoInt8 = EngineFactory.OpenVinoInt8;

    /// <summary>Those that compute with the weights as they are, and so must agree.</summary>
    public static IReadOnlyList<string> Float { get; } = [Torch, .. EngineFactory.FloatNames];

    /// <summary>Those that compute in 8 bits, and so may differ a little.</summary>
    public static IReadOnlyList<string> Quantized { get; } = EngineFactory.QuantizedNames;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Float, .. Quantized];

    /// <summary>All of them in words, for the help.</summary>
    public static string Choices { get; } = $"{string.Join(", ", All.SkipLast(1))} or {All[^1]}";
}
