using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Checkpoints;

namespace TinyBertPipeline.Training.Resuming;

/// <summary>All that is needed to go on with a training.</summary>
internal sealed record TrainingSnapshot
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

/// <summary>Where a training stands.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="OptimizerSteps">Steps of the optimizer, which batches without anything to learn from do not make.</param>
/// <param name="DropoutMasksTaken">The place in the sequence of dropout masks.</param>
internal sealed record TrainingPosition(long Step, long OptimizerSteps, long DropoutMasksTaken);

/// <summary>What the owner of a training keeps in its checkpoints beside model and optimizer.</summary>
/// <param name="Values">Numbers and texts.</param>
/// <param name="Tensors">Tensors, for example the best weights so far.</param>
internal sealed record KeptState(JsonObject Values, IReadOnlyList<WeightTensor> Tensors)
{
    /// <summary>Nothing.</summary>
    public static KeptState Empty { get; } = new([], []);
}
