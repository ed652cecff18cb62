using TinyBertPipeline.Core;

namespace TinyBertPipeline.Training.Loop;

/// <summary>Follows a training. Called on the training's thread.</summary>
public interface ITrainingProgress : IMessages
{
    /// <summary>A step was done.</summary>
    void Report(TrainingStatus status);
}

/// <summary>Follows nothing.</summary>
public sealed class SilentProgress : ITrainingProgress
{
    /// <summary>The only one that is needed.</summary>
    public static SilentProgress Instance { get; } = new();

    /// <inheritdoc/>
    public void Report(TrainingStatus status)
    {
    }

    /// <inheritdoc/>
    public void Note(string text)
    {
    }

    /// <inheritdoc/>
    public void Warn(string text)
    {
    }
}
