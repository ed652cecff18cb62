namespace TinyBertPipeline.Core.Tokenization.Training;

/// <summary>How far the training of a vocabulary is.</summary>
/// <param name="Characters">Characters of text counted so far; 0 while pieces are merged.</param>
/// <param name="Pieces">Pieces so far; 0 while text is counted.</param>
/// <param name="Size">Pieces wanted.</param>
public readonly record struct VocabularyTrainingProgress(long Characters, int Pieces, int Size);
