namespace TinyBertPipeline.Core.Tasks;

/// <summary>What a model found for an item.</summary>
/// <param name="LabelIds">A label for each row.</param>
/// <param name="Logits">The scores of each row [rows, K], from the window in which it is counted.</param>
public sealed record ItemPrediction(int[] LabelIds, float[] Logits);
