namespace TinyBertPipeline.Core.Data.Statistics;

/// <summary>How long things are.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Median">Half are at most so long.</param>
/// <param name="Percentile95">95 of 100 are at most so long.</param>
/// <param name="Percentile99">99 of 100 are at most so long.</param>
/// <param name="Longest">The longest.</param>
public sealed record LengthStatistics(double Mean, int Median, int Percentile95, int Percentile99, int Longest)
{
    /// <summary>The statistics of some lengths; null of none.</summary>
    public static LengthStatistics? Of(IEnumerable<int> lengths)
    {
        int[] sorted = [.. lengths.Order()];
        return sorted.Length == 0 ? null
            : new LengthStatistics(sorted.Average(), Rank(sorted, 0.5), Rank(sorted, 0.95), Rank(sorted, 0.99), sorted[^1]);
    }

    // Nearest rank: a length that occurs.
    private static int Rank(int[] sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}
