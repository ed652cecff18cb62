namespace TinyBertPipeline.Core.Evaluation;

/// <summary>How a bootstrap interval is drawn.</summary>
public sealed record BootstrapOptions
{
    /// <summary>Number of resampled sets of items.</summary>
    public int Samples { get; init; } = 1000;

    /// <summary>Share of the samples inside the interval.</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>Seed of the random numbers.</summary>
    public int Seed { get; init; } = 1;
}
