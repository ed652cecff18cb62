using TinyBertPipeline.Inference;

namespace TinyBertPipeline.Pipeline.Engines;

/// <summary>The engines by name: those of <see cref="EngineFactory"/> and the TorchSharp model itself.</summary>
public static class EngineName
{
    /// <summary>The TorchSharp model itself.</summary>
    public const string Torch = "torch";

    /// <summary>Those that compute with the weights as they are, and so must agree.</summary>
    public static IReadOnlyList<string> Float { get; } = [Torch, .. EngineFactory.FloatNames];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Float, .. EngineFactory.QuantizedNames];

    /// <summary>All of them in words, for the help.</summary>
    public static string Choices { get; } = $"{string.Join(", ", All.SkipLast(1))} or {All[^1]}";
}
