namespace TinyBertPipeline.Core.Labeling.Paths;

/// <summary>A path and its score.</summary>
/// <param name="LabelIds">A label id for each word.</param>
/// <param name="Score">Sum of its logits and transitions.</param>
public sealed record ScoredPath(int[] LabelIds, double Score);
