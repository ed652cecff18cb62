using TinyBertPipeline.Training.Modeling;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training;

/// <summary>A named part of a loss.</summary>
/// <param name="Name">What it compares, for example <c>hidden</c>.</param>
/// <param name="Value">A scalar that gradients flow from.</param>
/// <param name="Weight">Its factor in the total.</param>
public sealed record LossTerm(string Name, Tensor Value, double Weight = 1)
{
    /// <summary>The loss whose gradient is taken: the weighted sum.</summary>
    internal static Tensor Total(IEnumerable<LossTerm> terms) =>
        terms.Select(term => term.Weight == 1 ? term.Value : term.Value.Times(term.Weight)).Aggregate((sum, term) => sum.Plus(term));
}
