namespace TinyBertPipeline.Export.Quantization;

/// <summary>How activations become 8-bit integers.</summary>
public enum IntegerForm
{
    /// <summary>Unsigned with a zero point, <c>u8</c>: what ONNX Runtime multiplies fastest, and OpenVINO without AMX.</summary>
    U8,

    /// <summary>Signed around zero, <c>i8</c>: what OpenVINO multiplies fastest where the processor has AMX for 8-bit integers.</summary>
    I8,
}
