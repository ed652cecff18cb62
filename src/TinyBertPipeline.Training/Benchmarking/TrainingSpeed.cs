namespace TinyBertPipeline.Training.Benchmarking;

/// <summary>The measured speed of a training loop.</summary>
/// <param name="Training">What was trained, for example <c>fine-tuning</c>.</param>
/// <param name="Loop">Which loop trained it: <c>product</c> or <c>plain</c>.</param>
/// <param name="Precision">What matrix products were computed in.</param>
public sealed record TrainingSpeed(string Training, string Loop, string Precision)
{
    /// <summary>Steps measured.</summary>
    public required long Steps { get; init; }

    /// <summary>Word pieces trained on, padding not counted.</summary>
    public required long Pieces { get; init; }

    /// <summary>Time of the steps.</summary>
    public required TimeSpan Time { get; init; }

    /// <summary>Word pieces a second in each pass over the sentences.</summary>
    public required IReadOnlyList<double> Passes { get; init; }

    /// <summary>The share of each part (data, forward, teacher, backward, optimizer) of the time, 0 to 1.</summary>
    public required IReadOnlyDictionary<string, double> Shares { get; init; }

    /// <summary>Word pieces a second, the median of the passes.</summary>
    public double PiecesPerSecond => Median(Passes);

    /// <summary>How many times as fast as another loop, the median of the passes that were made in turn.</summary>
    public double RatioTo(TrainingSpeed other) => Median(Passes.Zip(other.Passes, (mine, theirs) => mine / theirs));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
