using TinyBertPipeline.Pipeline.Parity;

namespace TinyBertPipeline.Pipeline.Quantization;

/// <summary>How a bundle is quantized.</summary>
public sealed record QuantizationOptions
{
    /// <summary>
    /// The file whose sentences give the ranges: labelled, or plain text with a sentence a line. Null takes the ranges of the bundle's
    /// <c>quantization.json</c>.
    /// </summary>
    public string? Calibration { get; init; }

    /// <summary>The file whose sentences the quantized models are judged on; null takes further sentences of <see cref="Calibration"/>.</summary>
    public string? Gate { get; init; }

    /// <summary>Number of sentences for the ranges.</summary>
    public int CalibrationSentences { get; init; } = 128;

    /// <summary>Number of sentences to judge on.</summary>
    public int GateSentences { get; init; } = 500;

    /// <summary>Chooses the sentences.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Which integers the activations of the IR become; those of the ONNX model are always unsigned.</summary>
    public IntegerChoice Activations { get; init; }

    /// <summary>The mean KL divergence above which the user is warned.</summary>
    public double WarnAbove { get; init; } = 1.5e-3;

    /// <summary>The mean KL divergence above which the worst sites stay float and, if that does not help, the model is refused.</summary>
    public double RefuseAbove { get; init; } = ParityReport.UsualDivergence;

    /// <summary>Everything that is wrong with the options, in words.</summary>
    public IEnumerable<string> Faults()
    {
        if (CalibrationSentences < 1) yield return $"calibrationSentences: {CalibrationSentences}, expected 1 or more";
        if (GateSentences < 1) yield return $"gateSentences: {GateSentences}, expected 1 or more";
        if (!(RefuseAbove >= 0)) yield return $"refuseAbove: {RefuseAbove}, expected 0 or more";
        if (!(WarnAbove >= 0)) yield return $"warnAbove: {WarnAbove}, expected 0 or more";
    }
}

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
