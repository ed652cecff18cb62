namespace TinyBertPipeline.Core.Tasks.TokenClassification;

/// <summary>A sentence with a teacher's probabilities.</summary>
/// <param name="Words">Its words.</param>
/// <param name="Probabilities">For each word the probability of every label of the student, in the student's order.</param>
internal sealed record SoftSentence(string[] Words, float[][] Probabilities);
