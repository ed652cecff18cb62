using TinyBertPipeline.Core;

namespace TinyBertPipeline.Pipeline.Parity;

/// <summary>Agreement of all engines on a data file; the first engine that could be opened is the reference.</summary>
public sealed record ParityReport(string Reference, int Sentences, long Words, IReadOnlyList<ParityRow> Parity)
{
    /// <summary>The largest logit difference of any engine.</summary>
    public double MaxLogitDifference => Parity.Max(row => row.MaxLogitDifference ?? 0);

    /// <summary>Whether every engine decoded the same labels.</summary>
    public bool LabelsEqual => Parity.All(row => row.LabelAgreement is null or 1);

    /// <summary>Throws when an engine's logits differ by more than <paramref name="limit"/>.</summary>
    /// <exception cref="QualityGateException">The gate is missed.</exception>
    public void ThrowIfAbove(double limit)
    {
        var missed = Parity.Where(row => !((row.MaxLogitDifference ?? 0) <= limit)).ToArray();
        if (missed.Length > 0)
        {
            throw new QualityGateException($"logits differ from {Reference}'s by more than {limit:g}: "
                + string.Join(", ", missed.Select(row => $"{row.Engine} {row.MaxLogitDifference:g3}")));
        }
    }
}
