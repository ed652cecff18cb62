namespace TinyBertPipeline.Core.Tokenization;

/// <summary>A piece of a text: its id, the index of its word, and where it stands in the original.</summary>
internal readonly record struct Piece(int Id, int Word, int Start, int End);
