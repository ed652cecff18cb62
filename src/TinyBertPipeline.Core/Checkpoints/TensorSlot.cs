namespace TinyBertPipeline.Core.Checkpoints;

/// <summary>A tensor that a model has: its canonical name and its shape.</summary>
/// <param name="Name">Its name in BERT's own vocabulary.</param>
/// <param name="Shape">Its dimensions; linear weights are [out,in].</param>
/// <param name="IsOptional">Whether a checkpoint may lack it.</param>
/// <param name="TiedTo">The tensor whose values it shares when the checkpoint does not hold it, or null.</param>
public sealed record TensorSlot(string Name, long[] Shape, bool IsOptional = false, string? TiedTo = null);
