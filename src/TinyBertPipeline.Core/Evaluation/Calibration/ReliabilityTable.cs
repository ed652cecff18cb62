namespace TinyBertPipeline.Core.Evaluation.Calibration;

/// <summary>
/// Whether probabilities mean what they say: of predictions with confidence 0.8, four of five should be right. Intervals of equal width and
/// the errors are those of "On Calibration of Modern Neural Networks" (Guo et al. 2017, section 2).
/// </summary>
public sealed class ReliabilityTable
{
    /// <summary>The usual number of intervals.</summary>
    public const int DefaultBins = 10;

    private ReliabilityTable(IReadOnlyList<ReliabilityBin> bins) => Bins = bins;

    /// <summary>The intervals, ascending, empty ones included.</summary>
    public IReadOnlyList<ReliabilityBin> Bins { get; }

    /// <summary>Number of predictions.</summary>
    public int Count => Bins.Sum(bin => bin.Count);

    /// <summary>ECE: mean of the intervals' gaps, weighted by their numbers of predictions; 0 without predictions.</summary>
    public double ExpectedError => Count == 0 ? 0 : Bins.Sum(bin => bin.Count * bin.Gap) / Count;

    /// <summary>MCE: the largest gap of an interval that has predictions.</summary>
    public double LargestError => Bins.Where(bin => bin.Count > 0).Select(bin => bin.Gap).DefaultIfEmpty().Max();

    /// <summary>Sorts predictions into intervals.</summary>
    /// <exception cref="ArgumentException">There is no interval, or a confidence is not in 0..1.</exception>
    public static ReliabilityTable Create(IEnumerable<ScoredPrediction> predictions, int bins = DefaultBins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        var sums = new (int Count, int Correct, double Confidence)[bins];
        foreach (var (confidence, isCorrect) in predictions)
        {
            if (!(confidence >= 0 && confidence <= 1)) throw new ArgumentException($"a confidence is {confidence}; it must be in 0..1");
            ref var sum = ref sums[Math.Clamp((int)Math.Ceiling(confidence * bins) - 1, 0, bins - 1)];
            sum = (sum.Count + 1, sum.Correct + (isCorrect ? 1 : 0), sum.Confidence + confidence);
        }
        return new([.. sums.Select((sum, i) => Bin((double)i / bins, (double)(i + 1) / bins, sum))]);
    }

    private static ReliabilityBin Bin(double from, double to, (int Count, int Correct, double Confidence) sum)
    {
        var predictions = Math.Max(1, sum.Count);
        return new(from, to, sum.Count, sum.Confidence / predictions, (double)sum.Correct / predictions);
    }
}

/// <summary>A prediction with the probability that the model gives it.</summary>
/// <param name="Confidence">The probability, 0 to 1.</param>
/// <param name="IsCorrect">Whether it is right.</param>
public readonly record struct ScoredPrediction(double Confidence, bool IsCorrect);

/// <summary>The predictions of one interval of confidence.</summary>
/// <param name="From">Confidences are above it (the first interval holds 0, too).</param>
/// <param name="To">Confidences are at most it.</param>
/// <param name="Count">Number of predictions.</param>
/// <param name="Confidence">Their mean confidence; 0 without predictions.</param>
/// <param name="Accuracy">The share of correct ones; 0 without predictions.</param>
public readonly record struct ReliabilityBin(double From, double To, int Count, double Confidence, double Accuracy)
{
    /// <summary>How far confidence and accuracy are apart.</summary>
    public double Gap => Math.Abs(Confidence - Accuracy);
}
