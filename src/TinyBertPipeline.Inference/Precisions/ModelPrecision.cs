namespace TinyBertPipeline.Inference.Precisions;

/// <summary>The precisions that a model runs in, by name.</summary>
public static class ModelPrecision
{
    /// <summary>32-bit floats: the model as it was trained.</summary>
    public const string F32 = "f32";

    /// <summary>16-bit floats with the range of 32-bit ones; OpenVINO only.</summary>
    public const string Bf16 = "bf16";

    /// <summary>The bundle's quantized model.</summary>
    public const string Int8 = "int8";

    /// <summary>The fastest of the others on this machine, as measured.</summary>
    public const string Auto = "auto";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Names { get; } = [Auto, F32, Bf16, Int8];
}
