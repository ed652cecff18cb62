namespace TinyBertPipeline.Core.Tokenization;

/// <summary>A piece of a text.</summary>
/// <param name="Id">Its id in the vocabulary.</param>
/// <param name="Word">The index of its word.</param>
/// <param name="Start">Its first UTF-16 unit in the original text (of given words: in its word).</param>
/// <param name="End">The unit after its last.</param>
public readonly record struct Piece(int Id, int Word, int Start, int End);
