using static TorchSharp.torch;

namespace TinyBertPipeline.Training;

/// <summary>A named part of a loss.</summary>
/// <param name="Name">What it compares, for example <c>hidden</c>.</param>
/// <param name="Value">A scalar that gradients flow from.</param>
/// <param name="Weight">Its factor in the total.</param>
public sealed record LossTerm(string Name, Tensor Value, double Weight = 1);
