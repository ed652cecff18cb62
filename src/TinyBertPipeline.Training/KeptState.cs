using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Checkpoints;

namespace TinyBertPipeline.Training;

/// <summary>What the owner of a training keeps in its checkpoints beside model and optimizer.</summary>
/// <param name="Values">Numbers and texts.</param>
/// <param name="Tensors">Tensors, for example the best weights so far.</param>
public sealed record KeptState(JsonObject Values, IReadOnlyList<WeightTensor> Tensors)
{
    /// <summary>Nothing.</summary>
    public static KeptState Empty { get; } = new([], []);
}
