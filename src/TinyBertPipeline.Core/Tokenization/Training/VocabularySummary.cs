using System.Globalization;
using System.Text;

namespace TinyBertPipeline.Core.Tokenization.Training;

/// <summary>What to tell about a trained vocabulary.</summary>
/// <param name="Folder">Where its tokenizer was written.</param>
/// <param name="Size">Its pieces.</param>
/// <param name="Characters">Distinct characters with a piece.</param>
/// <param name="Merged">Pieces made by merging.</param>
/// <param name="Unused">Pieces that only fill it up.</param>
/// <param name="Words">Words of the text.</param>
/// <param name="DistinctWords">Distinct ones.</param>
/// <param name="ForgottenWords">Words that were forgotten to bound memory.</param>
/// <param name="Dropped">Characters without a piece, the frequent ones first.</param>
public sealed record VocabularySummary(
    string Folder, int Size, int Characters, int Merged, int Unused, long Words, int DistinctWords, long ForgottenWords,
    IReadOnlyList<DroppedCharacter> Dropped)
{
    private const int MostShown = 20;

    /// <summary>The summary of a vocabulary that was written to <paramref name="folder"/>.</summary>
    public static VocabularySummary Of(TrainedVocabulary trained, string folder) => new(
        folder, trained.Vocabulary.Count, trained.Characters, trained.Merges.Select(merge => merge.Left + merge.Right[2..]).Distinct().Count(),
        trained.Unused, trained.Words, trained.DistinctWords, trained.ForgottenWords, trained.Dropped);

    /// <summary>The summary as lines.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        Line($"{Folder}: {Size} pieces, of them {Merged} merged ones of {Characters} characters");
        Line($"{Words} words, {DistinctWords} distinct");
        if (Unused > 0) Line($"{Unused} pieces [unused…] fill it up: the text gave no more; ask for fewer, or bring more text");
        if (ForgottenWords > 0) Line($"{ForgottenWords} words were forgotten as too rare, to bound memory");
        if (Dropped.Count == 0) return text.ToString();
        var shown = Dropped.Take(MostShown).Select(character => $"{character.Text} {character.CodePoint} {character.Count}x");
        var more = Dropped.Count > MostShown ? ", …" : "";
        Line($"{Dropped.Count} characters have no piece, so that words with them are unknown: {string.Join(", ", shown)}{more}");
        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
