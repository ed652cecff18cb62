namespace TinyBertPipeline.Training;

/// <summary>What matrix products are computed in; weights, gradients and everything else are 32-bit in any case.</summary>
public enum TrainingPrecision
{
    /// <summary>The faster of the two by a short measurement at the start.</summary>
    Auto,

    /// <summary>32-bit operands.</summary>
    Float32,

    /// <summary>Operands rounded to bfloat16: several times as fast on processors with AVX512-BF16 or AMX, slow on others.</summary>
    BFloat16,
}
