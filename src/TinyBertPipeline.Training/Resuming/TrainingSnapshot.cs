using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Checkpoints;

namespace TinyBertPipeline.Training.Resuming;

/// <summary>All that is needed to go on with a training.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="OptimizerSteps">Steps of the optimizer, which batches without anything to learn from do not make.</param>
/// <param name="DropoutMasksTaken">The place in the sequence of dropout masks.</param>
/// <param name="State">What the owner of the training keeps (epoch, best score …).</param>
public sealed record TrainingSnapshot(long Step, long OptimizerSteps, long DropoutMasksTaken, JsonObject State)
{
    /// <summary>The parameters by name.</summary>
    public required IReadOnlyDictionary<string, WeightTensor> Weights { get; init; }

    /// <summary>The optimizer's moments by name: NAME.mean and NAME.square.</summary>
    public required IReadOnlyDictionary<string, WeightTensor> Moments { get; init; }
}
