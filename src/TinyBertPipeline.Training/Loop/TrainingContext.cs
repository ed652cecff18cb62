using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Training.Loop;

/// <summary>What a training knows of its surroundings; none of it changes the result.</summary>
public sealed record TrainingContext
{
    /// <summary>Follows the training.</summary>
    public ITrainingProgress Progress { get; init; } = SilentProgress.Instance;

    /// <summary>What may be replaced in the folder of the result.</summary>
    public Replacement Replaces { get; init; }

    /// <summary>The command that began it, for <c>run.json</c>.</summary>
    public string CommandLine { get; init; } = "";
}
