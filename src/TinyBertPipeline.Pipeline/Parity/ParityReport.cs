using TinyBertPipeline.Core;
using TinyBertPipeline.Pipeline.Quantization;

namespace TinyBertPipeline.Pipeline.Parity;

/// <summary>Agreement of all engines on a data file; the first engine that could be opened is the reference.</summary>
public sealed record ParityReport(string Reference, int Sentences, long Words, IReadOnlyList<ParityRow> Parity)
{
    /// <summary>The largest logit difference of any engine.</summary>
    public double MaxLogitDifference => Parity.Max(row => row.MaxLogitDifference ?? 0);

    /// <summary>Whether every engine decoded the same labels.</summary>
    public bool LabelsEqual => Parity.All(row => row.LabelAgreement is null or 1);

    /// <summary>
    /// Throws when a float engine's logits differ by more than <paramref name="limit"/>, or an 8-bit engine's distributions by more than
    /// <paramref name="divergenceLimit"/> in the mean: single logits of 8 bits differ by 1 without any harm. Compared with an 8-bit reference,
    /// every engine is judged in the second way.
    /// </summary>
    /// <exception cref="QualityGateException">The gate is missed.</exception>
    public void ThrowIfAbove(double limit, double divergenceLimit = QuantizationOptions.UsualRefusal)
    {
        var diverging = Parity.Where(row => row.Divergence is { } divergence && !(divergence <= divergenceLimit)).ToArray();
        if (diverging.Length > 0)
        {
            throw new QualityGateException($"distributions diverge from {Reference}'s by more than {divergenceLimit:g} (mean KL): "
                + string.Join(", ", diverging.Select(row => $"{row.Engine} {row.Divergence:g3}")));
        }
        var missed = Parity.Where(row => row.Divergence is null && !((row.MaxLogitDifference ?? 0) <= limit)).ToArray();
        if (missed.Length > 0)
        {
            throw new QualityGateException($"logits differ from {Reference}'s by more than {limit:g}: "
                + string.Join(", ", missed.Select(row => $"{row.Engine} {row.MaxLogitDifference:g3}")));
        }
    }
}
