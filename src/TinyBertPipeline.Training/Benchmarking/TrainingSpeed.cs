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

    /// <summary>The share of each part (data, forward, teacher, backward, optimizer) of the time, 0 to 1.</summary>
    public required IReadOnlyDictionary<string, double> Shares { get; init; }

    /// <summary>Word pieces a second.</summary>
    public double PiecesPerSecond => Pieces / Time.TotalSeconds;
}
