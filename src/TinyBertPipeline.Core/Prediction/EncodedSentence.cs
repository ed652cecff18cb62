namespace TinyBertPipeline.Core.Prediction;

/// <summary>
/// One window of a sentence as a model takes it. Most sentences have one window; a long one has several that overlap, and each of its
/// words is counted in exactly one of them.
/// </summary>
/// <param name="Ids">Word-piece ids with [CLS] first and [SEP] last.</param>
/// <param name="FirstPieces">For each word of the window the position in <paramref name="Ids"/> of its first piece, which carries its label.</param>
/// <param name="FirstWord">Index in the sentence of the window's first word.</param>
/// <param name="CountedFrom">Index in the sentence of the first word that is counted in this window.</param>
/// <param name="CountedTo">Index in the sentence behind the last word that is counted in this window.</param>
public sealed record EncodedSentence(int[] Ids, int[] FirstPieces, int FirstWord, int CountedFrom, int CountedTo)
{
    /// <summary>The position in <see cref="Ids"/> of the first piece of the sentence's word <paramref name="word"/>.</summary>
    public int PositionOf(int word) => FirstPieces[word - FirstWord];
}
