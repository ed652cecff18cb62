namespace TinyBertPipeline.Core.Tasks;

/// <summary>A sequence that a model learns from.</summary>
/// <param name="Input">The sequence.</param>
public sealed record TaskExample(ModelInput Input)
{
    /// <summary>Stands for "no label" at a row of the output.</summary>
    public const int NoLabel = -100;

    /// <summary>The gold label of each row of the output, <see cref="NoLabel"/> where there is none; null for raw text.</summary>
    public int[]? Targets { get; init; }

    /// <summary>A teacher's probabilities at some rows of the output, or null.</summary>
    public SoftTargets? Soft { get; init; }

    /// <summary>Where it comes from, for the report of a failure; null for raw text.</summary>
    public string? Source { get; init; }
}

/// <summary>Label probabilities that a teacher gave.</summary>
/// <param name="Rows">The rows of the output that have them.</param>
/// <param name="Probabilities">For each of these rows the probability of every label.</param>
public sealed record SoftTargets(int[] Rows, float[][] Probabilities);
