using TinyBertPipeline.Core.Checkpoints;

namespace TinyBertPipeline.Training.Resuming;

/// <summary>All that is needed to go on with a training.</summary>
public sealed record TrainingSnapshot
{
    /// <summary>Where it stands.</summary>
    public required TrainingPosition Position { get; init; }

    /// <summary>What the owner of the training keeps.</summary>
    public required KeptState Kept { get; init; }

    /// <summary>The parameters by name.</summary>
    public required IReadOnlyDictionary<string, WeightTensor> Weights { get; init; }

    /// <summary>The optimizer's moments by name: NAME.mean and NAME.square.</summary>
    public required IReadOnlyDictionary<string, WeightTensor> Moments { get; init; }
}
