namespace TinyBertPipeline.Core.Evaluation.Calibration;

/// <summary>A prediction with the probability that the model gives it.</summary>
/// <param name="Confidence">The probability, 0 to 1.</param>
/// <param name="IsCorrect">Whether it is right.</param>
public readonly record struct ScoredPrediction(double Confidence, bool IsCorrect);
