namespace TinyBertPipeline.Pipeline.Quantization;

/// <summary>Which integers the activations of the quantized IR become.</summary>
public enum IntegerChoice
{
    /// <summary>Signed where this machine has AMX for 8-bit integers and OpenVINO to check them with, else unsigned.</summary>
    Auto,

    /// <summary>Unsigned with a zero point.</summary>
    U8,

    /// <summary>Signed around zero.</summary>
    I8,
}
