namespace TinyBertPipeline.Training;

/// <summary>Follows nothing.</summary>
public sealed class SilentProgress : ITrainingProgress
{
    /// <inheritdoc/>
    public void Report(TrainingStatus status)
    {
    }

    /// <inheritdoc/>
    public void Note(string message)
    {
    }
}
