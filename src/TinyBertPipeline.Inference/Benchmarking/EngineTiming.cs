using TinyBertPipeline.Core;

namespace TinyBertPipeline.Inference.Benchmarking;

/// <summary>The measured runs of one engine.</summary>
/// <param name="Name">The row's name.</param>
/// <param name="Info">The engine.</param>
/// <param name="TokensPerRun">Word pieces in a batch.</param>
/// <param name="Seconds">The time of each run, in order.</param>
public sealed record EngineTiming(string Name, EngineInfo Info, int TokensPerRun, IReadOnlyList<double> Seconds)
{
    /// <summary>Time of all runs together, in seconds.</summary>
    public double TotalSeconds => Seconds.Sum();

    /// <summary>Mean time of a run (s/it).</summary>
    public double SecondsPerIteration => TotalSeconds / Seconds.Count;

    /// <summary>Median time of a run, in seconds: what disturbances by other processes change least.</summary>
    public double MedianSeconds => Quantile(0.5);

    /// <summary>The time that nine in ten runs stay below, in seconds.</summary>
    public double Percentile90Seconds => Quantile(0.9);

    /// <summary>Word pieces per second at the median time.</summary>
    public double TokensPerSecond => TokensPerRun / MedianSeconds;

    // Linear interpolation between the two nearest ranks.
    private double Quantile(double fraction)
    {
        double[] sorted = [.. Seconds.Order()];
        var position = fraction * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
