using System.Globalization;
using System.Text;
using TinyBertPipeline.Core.Data.Labeled;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Data.Statistics;

/// <summary>What a labelled file holds, counted.</summary>
/// <param name="File">The file.</param>
/// <param name="Scheme">The scheme of its labels.</param>
/// <param name="Documents">Number of documents; 1 where the file marks none.</param>
/// <param name="Sentences">Number of sentences.</param>
/// <param name="Words">Number of words.</param>
/// <param name="DifferentWords">Number of different words.</param>
/// <param name="WordsInEntities">Share of words in entities.</param>
/// <param name="SentencesWithEntities">Share of sentences with an entity.</param>
/// <param name="WordsPerSentence">How many words sentences have.</param>
/// <param name="Types">The entities of each type, types in ordinal order.</param>
/// <param name="Pieces">What a tokenizer makes of the words; null without one.</param>
public sealed record DataStatistics(
    string File, TagScheme Scheme, int Documents, int Sentences, long Words, int DifferentWords, double WordsInEntities,
        double SentencesWithEntities,
    LengthStatistics WordsPerSentence, IReadOnlyList<TypeStatistics> Types, PieceStatistics? Pieces)
{
    /// <summary>Number of entities.</summary>
    public int Entities => Types.Sum(type => type.Entities);

    /// <summary>Counts a file.</summary>
    /// <param name="data">The file.</param>
    /// <param name="tokenizerFolder">A folder with a tokenizer whose pieces are counted, or null.</param>
    /// <exception cref="InvalidInputException">The folder holds no tokenizer.</exception>
    public static DataStatistics Of(LabeledData data, string? tokenizerFolder = null)
    {
        var entities = data.Sentences.Select(sentence => EntityReader.ReadDefault(sentence.Labels)).ToArray();
        var all = entities.Zip(data.Sentences).SelectMany(pair => pair.First.Select(entity => (Entity: entity, Sentence: pair.Second)))
            .ToArray();
        TypeStatistics[] types =
        [
            .. from mention in all
               group mention by mention.Entity.Type into type
               orderby type.Key
               select new TypeStatistics(type.Key, type.Count(), (double)type.Count() / all.Length,
                   type.Select(mention => TextOf(mention.Sentence, mention.Entity)).Distinct(StringComparer.Ordinal).Count(),
                   LengthStatistics.Of(type.Select(mention => mention.Entity.End - mention.Entity.Start + 1))!),
        ];
        return new DataStatistics(data.Path, data.Scheme, data.Sentences.Select(sentence => sentence.Document).Distinct().Count(),
            data.Sentences.Count,
            data.WordCount, data.Sentences.SelectMany(sentence => sentence.Words).Distinct(StringComparer.Ordinal).Count(),
            (double)all.Sum(mention => mention.Entity.End - mention.Entity.Start + 1) / data.WordCount,
            (double)entities.Count(found => found.Count > 0) / entities.Length,
            LengthStatistics.Of(data.Sentences.Select(sentence => sentence.Words.Length))!,
            [.. types.OrderBy(type => type.Type, StringComparer.Ordinal)],
            tokenizerFolder is null ? null : PieceStatistics.Of(tokenizerFolder, BertTokenizer.Load(tokenizerFolder), data.Sentences));
    }

    /// <summary>The counts for people.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        Line($"{File}: {Sentences} sentences in {Documents} documents, {Words} words ({DifferentWords} different), {Entities} entities, scheme {Scheme}");
        Line($"  words a sentence: {Shown(WordsPerSentence)}");
        Line($"  {100 * WordsInEntities:0.0} % of words in entities, {100 * SentencesWithEntities:0.0} % of sentences with one");
        foreach (var type in Types)
            Line($"  {(type.Type.Length == 0 ? "(unnamed)" : type.Type)}: {type.Entities} ({100 * type.Share:0.0} %), {type.Different} different; words: {Shown(type.Words)}");
        if (Pieces is null) return text.ToString();
        Line($"  pieces of {Pieces.Tokenizer}: {Pieces.PerWord:0.00} a word; a sentence: {Shown(Pieces.PerSentence)}");
        Line($"  {100 * Pieces.WordsWithUnknown:0.00} % of words and {100 * Pieces.UnknownPieces:0.00} % of pieces unknown");
        if (Pieces.Unknown.Count > 0) Line($"  most frequent: {string.Join(", ", Pieces.Unknown.Select(pair => FormattableString.Invariant($"{pair.Key} ({pair.Value})")))}");
        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        static string Shown(LengthStatistics lengths) => string.Create(CultureInfo.InvariantCulture,
            $"{lengths.Mean:0.0} on average, median {lengths.Median}, 95 % up to {lengths.Percentile95}, 99 % up to {lengths.Percentile99}, longest {lengths.Longest}");
    }

    private static string TextOf(LabeledSentence sentence, EntitySpan entity) =>
        string.Join(' ', sentence.Words[entity.Start..(entity.End + 1)]);
}
