namespace TinyBertPipeline.Core.Tokenization;

/// <summary>A word of a text: UTF-16 offsets into the original string.</summary>
/// <param name="Start">Its first code unit.</param>
/// <param name="End">The code unit after its last.</param>
public readonly record struct TextWord(int Start, int End);
