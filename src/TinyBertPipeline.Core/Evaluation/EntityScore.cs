namespace TinyBertPipeline.Core.Evaluation;

/// <summary>Precision, recall and F1 of entities, from 0 to 1.</summary>
/// <param name="Precision">Correct entities per predicted one.</param>
/// <param name="Recall">Correct entities per gold one.</param>
/// <param name="F1">The harmonic mean of precision and recall; 0 where both are 0.</param>
/// <param name="Support">Number of gold entities.</param>
public sealed record EntityScore(double Precision, double Recall, double F1, int Support);
