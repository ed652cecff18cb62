namespace TinyBertPipeline.Training.Distillation.Text;

/// <summary>Label probabilities that a teacher gave for the words of a sequence.</summary>
/// <param name="Positions">The position of each word's first piece.</param>
/// <param name="Probabilities">For each of these positions the probability of every label.</param>
internal sealed record SoftTargets(int[] Positions, float[][] Probabilities);
