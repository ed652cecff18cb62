namespace TinyBertPipeline.Core.Evaluation.Calibration;

/// <summary>A labelled sentence with a model's logits.</summary>
/// <param name="Logits">Scores [words, labels], row-major.</param>
/// <param name="Gold">The right label id of each word.</param>
public sealed record ScoredSentence(float[] Logits, int[] Gold);
