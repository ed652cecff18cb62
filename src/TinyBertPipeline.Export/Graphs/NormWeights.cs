using TinyBertPipeline.Core.Checkpoints;

namespace TinyBertPipeline.Export.Graphs;

/// <summary>Scale and shift of a layer normalization, and what is added to the variance.</summary>
/// <param name="Gamma">The scale [H].</param>
/// <param name="Beta">The shift [H].</param>
/// <param name="Epsilon">Added to the variance.</param>
internal readonly record struct NormWeights(WeightTensor Gamma, WeightTensor Beta, double Epsilon);
