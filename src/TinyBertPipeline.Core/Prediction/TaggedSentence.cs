namespace TinyBertPipeline.Core.Prediction;

/// <summary>What a tagger found for the words of a sentence.</summary>
/// <param name="LabelIds">A label id for each word.</param>
/// <param name="Logits">The scores of each word's first piece [words, labels], from the window in which the word is counted.</param>
public sealed record TaggedSentence(int[] LabelIds, float[] Logits);
