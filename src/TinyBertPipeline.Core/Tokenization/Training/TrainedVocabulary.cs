using System.Globalization;

namespace TinyBertPipeline.Core.Tokenization.Training;

/// <summary>A vocabulary made from text, and how it came about.</summary>
/// <param name="Vocabulary">Control pieces, characters, <c>##</c> characters, merged pieces in the order of merging, unused pieces.</param>
/// <param name="Merges">The merges in order, as the two pieces that became one. Two merges may give the same piece.</param>
/// <param name="Characters">How many distinct characters have a piece.</param>
/// <param name="Dropped">Characters without a piece, the frequent ones first: a word that has one is unknown.</param>
/// <param name="Words">Words of the text.</param>
/// <param name="DistinctWords">Distinct words that were counted.</param>
/// <param name="ForgottenWords">Words (not distinct ones) that were forgotten to bound memory.</param>
/// <param name="Unused">
/// Pieces <c>[unused0]</c> and on, which no text has: the text gave fewer pieces than were asked for.
/// </param>
public sealed record TrainedVocabulary(
    Vocabulary Vocabulary,
    IReadOnlyList<(string Left, string Right)> Merges,
    int Characters,
    IReadOnlyList<DroppedCharacter> Dropped,
    long Words,
    int DistinctWords,
    long ForgottenWords,
    int Unused);

/// <summary>A character that got no piece.</summary>
/// <param name="Text">The character.</param>
/// <param name="Count">How often it stands in the text.</param>
public sealed record DroppedCharacter(string Text, long Count)
{
    /// <summary>Its code point as in U+00E9.</summary>
    public string CodePoint => "U+" + char.ConvertToUtf32(Text, 0).ToString("X4", CultureInfo.InvariantCulture);
}
