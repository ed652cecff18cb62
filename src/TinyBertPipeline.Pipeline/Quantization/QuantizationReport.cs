using System.Globalization;
using TinyBertPipeline.Core;
using TinyBertPipeline.Export.Quantization;

namespace TinyBertPipeline.Pipeline.Quantization;

/// <summary>What a quantization found out, and what it wrote.</summary>
/// <param name="Activations">The form of the IR's activations; those of the ONNX model are unsigned.</param>
/// <param name="CalibrationSentences">Number of sentences that gave the ranges.</param>
/// <param name="GateSentences">Number of sentences that the models were judged on.</param>
/// <param name="GateWords">Their words.</param>
/// <param name="Engines">The float model, then the quantized one in each engine.</param>
/// <param name="FloatSites">Inputs of linear layers that stayed float because quantizing them costs too much.</param>
/// <param name="RefuseAbove">The largest mean KL divergence that passes.</param>
/// <param name="Files">What was written; empty when the gate was missed.</param>
public sealed record QuantizationReport(
    IntegerForm Activations,
    int CalibrationSentences,
    int GateSentences,
    long GateWords,
    IReadOnlyList<QuantizedEngine> Engines,
    IReadOnlyList<string> FloatSites,
    double RefuseAbove,
    IReadOnlyList<string> Files)
{
    /// <summary>The largest divergence of an engine.</summary>
    public double Divergence => QuantizationRun.Worst(Engines);

    /// <summary>Throws when the quantized models were refused.</summary>
    /// <exception cref="QualityGateException">The gate was missed.</exception>
    public void ThrowIfMissed()
    {
        if (Files.Count > 0) return;
        throw new QualityGateException(string.Create(
            CultureInfo.InvariantCulture,
            $"the quantized model diverges from the float one by {Divergence:0.0e+0} (mean KL), with half of its sites float; ")
            + string.Create(CultureInfo.InvariantCulture, $"valid is at most {RefuseAbove:0.0e+0}: nothing was written"));
    }
}
