using TinyBertPipeline.Core.Labeling.Paths;

namespace TinyBertPipeline.Core.Tasks;

/// <summary>What a user asks of one reading of a tagger's logits beyond the usual. No part of a bundle.</summary>
public sealed record ReadingOptions
{
    /// <summary>The usual reading.</summary>
    public static ReadingOptions Usual { get; } = new();

    /// <summary>The biases of the path that is taken; null for none. Probabilities are without them.</summary>
    public OperatingPoint? Point { get; init; }

    /// <summary>The least probability of an entity that is told, 0 to 1.</summary>
    public double Threshold { get; init; }

    /// <summary>How many of the best readings of a text are told beside its entities; 0 for none.</summary>
    public int Best { get; init; }
}
