using TinyBertPipeline.Core.Configuration;

namespace TinyBertPipeline.Core.Data.Augmentation;

/// <summary>How labelled data is augmented.</summary>
public sealed record AugmentationOptions
{
    /// <summary>How many new sentences are tried for each sentence with an entity.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>The chance of each entity to be swapped; at least one of a sentence is.</summary>
    public double Probability { get; init; } = 0.5;

    /// <summary>Seed of all choices.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Every fault of the options.</summary>
    public IEnumerable<string> Faults() => OptionsFaults.Where(
        (Copies < 1, $"copies: {Copies}; expected 1 or more"),
        (!(Probability is > 0 and <= 1),
            FormattableString.Invariant($"probability: {Probability}; expected a number above 0 and up to 1")));
}
