using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Training.Loop;

/// <summary>What a training says of itself after a step.</summary>
/// <param name="Stage">What is being trained, for example <c>fine-tuning</c>.</param>
/// <param name="Step">Steps done.</param>
/// <param name="TotalSteps">Steps planned.</param>
public sealed record TrainingStatus(string Stage, long Step, long TotalSteps)
{
    /// <summary>The loss of the last step.</summary>
    public double Loss { get; init; }

    /// <summary>The terms of that loss, unweighted, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Terms { get; init; } = [];

    /// <summary>The learning rate of the last step.</summary>
    public double LearningRate { get; init; }

    /// <summary>The norm of the last step's gradients before clipping.</summary>
    public double GradientNorm { get; init; }

    /// <summary>The last score on the development file, or null before the first evaluation.</summary>
    public TaskScore? Score { get; init; }

    /// <summary>Word pieces a second since the start or the resumption.</summary>
    public double PiecesPerSecond { get; init; }

    /// <summary>Estimated time to the last step.</summary>
    public TimeSpan Remaining { get; init; }
}
