namespace TinyBertPipeline.Core.Data.Augmentation;

/// <summary>A new sentence and the one that it was made from.</summary>
/// <param name="Source">The sentence of the file.</param>
/// <param name="Sentence">The new one.</param>
/// <param name="Swapped">Number of its entities that were swapped.</param>
public sealed record AugmentedSentence(LabeledSentence Source, LabeledSentence Sentence, int Swapped);
