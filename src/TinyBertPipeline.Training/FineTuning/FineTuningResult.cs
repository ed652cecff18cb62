namespace TinyBertPipeline.Training.FineTuning;

/// <summary>What a fine-tuning came to.</summary>
/// <param name="Folder">The bundle.</param>
/// <param name="Epochs">The score after each epoch.</param>
/// <param name="Best">The epoch whose weights are in the bundle.</param>
/// <param name="UsedBFloat16">Whether matrix products were computed in bfloat16.</param>
public sealed record FineTuningResult(string Folder, IReadOnlyList<EpochScore> Epochs, EpochScore Best, bool UsedBFloat16)
{
    /// <summary>Word pieces trained on, padding not counted.</summary>
    public long Pieces { get; init; }

    /// <summary>Time of the training, interruptions not counted.</summary>
    public TimeSpan Time { get; init; }
}
