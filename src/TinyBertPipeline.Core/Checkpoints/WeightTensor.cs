namespace TinyBertPipeline.Core.Checkpoints;

/// <summary>A weight in memory, widened to 32-bit floats.</summary>
/// <param name="Name">Its name in BERT's own vocabulary, for example <c>bert.encoder.layer.0.attention.self.query.weight</c>.</param>
/// <param name="Shape">Its dimensions; linear weights are [out,in].</param>
/// <param name="Values">Its values, row-major.</param>
public sealed record WeightTensor(string Name, long[] Shape, float[] Values);
