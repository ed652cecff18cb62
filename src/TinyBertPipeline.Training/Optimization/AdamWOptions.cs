using TinyBertPipeline.Core.Configuration;
using static System.FormattableString;

namespace TinyBertPipeline.Training.Optimization;

/// <summary>Constants of <see cref="AdamW"/>.</summary>
public sealed record AdamWOptions
{
    /// <summary>Decay of the mean of gradients.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the mean of squared gradients; 0.98 as in the recipe (PyTorch's default is 0.999).</summary>
    public double Beta2 { get; init; } = 0.98;

    /// <summary>Added to the root of the mean squared gradient.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Decoupled decay of matrices; biases and LayerNorm have none.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Largest norm of all gradients together; larger ones are scaled down. 0: no limit.</summary>
    public double MaxGradientNorm { get; init; } = 1;

    /// <summary>Every fault of the options.</summary>
    public IEnumerable<string> Faults() => OptionsFaults.Where(
        (Beta1 is not (>= 0 and < 1), Invariant($"beta1: {Beta1}, expected 0 to below 1")),
        (Beta2 is not (>= 0 and < 1), Invariant($"beta2: {Beta2}, expected 0 to below 1")),
        (Epsilon is not > 0 || !double.IsFinite(Epsilon), Invariant($"epsilon: {Epsilon}, expected above 0")),
        (WeightDecay is not >= 0 || !double.IsFinite(WeightDecay), Invariant($"weightDecay: {WeightDecay}, expected 0 or more")),
        (MaxGradientNorm is not >= 0, Invariant($"maxGradientNorm: {MaxGradientNorm}, expected 0 or more")));
}
