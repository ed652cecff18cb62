namespace TinyBertPipeline.Inference.OpenVino.Binding;

/// <summary>
/// Type of a tensor's elements, numbered as in OpenVINO 2025.1 and later (<c>ov_element_type_e</c>). Earlier releases numbered otherwise;
/// <see cref="OpenVinoLibrary"/> checks the numbering when it loads the library.
/// </summary>
public enum ElementType
{
    /// <summary>Not known before run time.</summary>
    Dynamic = 0,

    /// <summary>One byte, 0 or 1.</summary>
    Boolean = 1,

    /// <summary>Brain float, 16 bits.</summary>
    BF16 = 2,

    /// <summary>Half float, 16 bits.</summary>
    F16 = 3,

    /// <summary>Float, 32 bits.</summary>
    F32 = 4,

    /// <summary>Double, 64 bits.</summary>
    F64 = 5,

    /// <summary>Signed, 4 bits.</summary>
    I4 = 6,

    /// <summary>Signed, 8 bits.</summary>
    I8 = 7,

    /// <summary>Signed, 16 bits.</summary>
    I16 = 8,

    /// <summary>Signed, 32 bits.</summary>
    I32 = 9,

    /// <summary>Signed, 64 bits.</summary>
    I64 = 10,

    /// <summary>Unsigned, 1 bit.</summary>
    U1 = 11,

    /// <summary>Unsigned, 2 bits.</summary>
    U2 = 12,

    /// <summary>Unsigned, 3 bits.</summary>
    U3 = 13,

    /// <summary>Unsigned, 4 bits.</summary>
    U4 = 14,

    /// <summary>Unsigned, 6 bits.</summary>
    U6 = 15,

    /// <summary>Unsigned, 8 bits.</summary>
    U8 = 16,

    /// <summary>Unsigned, 16 bits.</summary>
    U16 = 17,

    /// <summary>Unsigned, 32 bits.</summary>
    U32 = 18,

    /// <summary>Unsigned, 64 bits.</summary>
    U64 = 19,

    /// <summary>Normal float, 4 bits.</summary>
    NF4 = 20,

    /// <summary>Float, 8 bits, 4 of them exponent.</summary>
    F8E4M3 = 21,

    /// <summary>Float, 8 bits, 5 of them exponent.</summary>
    F8E5M2 = 22,

    /// <summary>Text.</summary>
    String = 23,

    /// <summary>Float, 4 bits.</summary>
    F4E2M1 = 24,

    /// <summary>Exponent only, 8 bits.</summary>
    F8E8M0 = 25,
}
