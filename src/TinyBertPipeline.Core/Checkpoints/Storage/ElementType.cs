namespace TinyBertPipeline.Core.Checkpoints.Storage;

/// <summary>The type of a stored tensor's elements, called what safetensors calls it.</summary>
public enum ElementType
{
    /// <summary>64-bit float.</summary>
    F64,

    /// <summary>32-bit float.</summary>
    F32,

    /// <summary>16-bit IEEE float.</summary>
    F16,

    /// <summary>16-bit float with the exponent of a 32-bit one.</summary>
    BF16,

    /// <summary>64-bit signed integer.</summary>
    I64,

    /// <summary>32-bit signed integer.</summary>
    I32,

    /// <summary>16-bit signed integer.</summary>
    I16,

    /// <summary>8-bit signed integer.</summary>
    I8,

    /// <summary>8-bit unsigned integer.</summary>
    U8,

    /// <summary>One byte, 0 or 1.</summary>
    BOOL,
}
