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

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Torch, .. EngineFactory.Names];
}
