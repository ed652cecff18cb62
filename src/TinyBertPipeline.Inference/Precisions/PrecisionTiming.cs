using System.Text.Json.Nodes;

namespace TinyBertPipeline.Inference.Precisions;

/// <summary>What was measured of one precision.</summary>
/// <param name="Precision">One of <see cref="ModelPrecision.Names"/>.</param>
/// <param name="MedianMs">Median time of a batch in milliseconds.</param>
/// <param name="Divergence">Mean KL divergence from f32 of the label probabilities on random pieces.</param>
/// <param name="LabelAgreement">Share of the pieces whose best label is that of f32.</param>
internal sealed record PrecisionTiming(string Precision, double MedianMs, double Divergence, double LabelAgreement)
{
    private const int Digits = 4;

    public JsonObject ToJson() => new()
    {
        ["precision"] = Precision,
        ["medianMs"] = Math.Round(MedianMs, Digits),
        ["divergence"] = Divergence,
        ["labelAgreement"] = Math.Round(LabelAgreement, Digits),
    };
}
