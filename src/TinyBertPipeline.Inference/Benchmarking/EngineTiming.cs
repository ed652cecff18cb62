using TinyBertPipeline.Core;

namespace TinyBertPipeline.Inference.Benchmarking;

/// <summary>The measured runs of one engine.</summary>
/// <param name="Name">The row's name.</param>
/// <param name="Info">The engine.</param>
/// <param name="PiecesPerRun">Word pieces in a batch.</param>
/// <param name="Seconds">The time of each run, in order.</param>
public sealed record EngineTiming(string Name, EngineInfo Info, int PiecesPerRun, IReadOnlyList<double> Seconds)
{
    /// <summary>
    /// With several requests: the time of each round, in which every request runs once, at the same time as the others; else that of each run.
    /// </summary>
    public IReadOnlyList<double> Rounds { get; init; } = Seconds;

    /// <summary>Requests of a round.</summary>
    public int Requests { get; init; } = 1;

    /// <summary>Time of opening the engine, in seconds; null where it was not measured.</summary>
    public double? LoadSeconds { get; init; }

    /// <summary>Time of the first run, in seconds; null where nothing ran before measuring.</summary>
    public double? FirstSeconds { get; init; }

    /// <summary>By how much the process grew while the engine was opened and ran first, in bytes; null where it was not measured.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Processor time of a run, that of all threads together, in seconds: what other processes change least.</summary>
    public double ProcessorSeconds { get; init; }

    /// <summary>Time of all runs together, in seconds.</summary>
    public double TotalSeconds => Rounds.Sum();

    /// <summary>Mean time of a run (s/it).</summary>
    public double SecondsPerIteration => TotalSeconds / Seconds.Count;

    /// <summary>Median time of a run, in seconds: what disturbances by other processes change least.</summary>
    public double MedianSeconds => Quantile(Seconds, 0.5);

    /// <summary>The time that nine in ten runs stay below, in seconds.</summary>
    public double Percentile90Seconds => Quantile(Seconds, 0.9);

    /// <summary>The time that all but one in twenty runs stay below, in seconds.</summary>
    public double Percentile95Seconds => Quantile(Seconds, 0.95);

    /// <summary>The time that all but one in a hundred runs stay below, in seconds.</summary>
    public double Percentile99Seconds => Quantile(Seconds, 0.99);

    /// <summary>Runs per second of all requests together, at the median time of a round.</summary>
    public double RunsPerSecond => Requests / Quantile(Rounds, 0.5);

    /// <summary>Word pieces per second at the median time of a round.</summary>
    public double PiecesPerSecond => PiecesPerRun * RunsPerSecond;

    // Linear interpolation between the two nearest ranks.
    internal static double Quantile(IReadOnlyList<double> seconds, double fraction)
    {
        double[] sorted = [.. seconds.Order()];
        var position = fraction * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
