namespace TinyBertPipeline.Core.Tokenization.Training;

/// <summary>How a vocabulary is made from text.</summary>
public sealed record VocabularyTrainingOptions
{
    /// <summary>How many pieces it has, the five control pieces included.</summary>
    public int Size { get; init; } = 30_522;

    /// <summary>How the tokenizer that will use it reads text.</summary>
    public TokenizerOptions Tokenizer { get; init; } = new();

    /// <summary>Pieces that stand together less often than this are not merged.</summary>
    public int MinCount { get; init; } = 2;

    /// <summary>
    /// The most characters that get pieces, the frequent ones first; null for all. Where all would take more than five sixths of the pieces,
    /// those that are rarer than one in a million make way for merges; where they do not fit at all, the rarest are left out.
    /// </summary>
    public int? Alphabet { get; init; }

    /// <summary>
    /// The most distinct words that are counted at a time, which bounds memory: beyond it the rarest are forgotten. The default is that of
    /// several hundred MB of text.
    /// </summary>
    public int MaxDistinctWords { get; init; } = 2_000_000;
}
