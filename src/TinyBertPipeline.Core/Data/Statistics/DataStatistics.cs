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

/// <summary>The entities of a type.</summary>
/// <param name="Type">The type; empty for the unnamed one of bare letters.</param>
/// <param name="Entities">Number of entities.</param>
/// <param name="Share">Their share in all entities.</param>
/// <param name="Different">Number of different texts.</param>
/// <param name="Words">How many words they have.</param>
public sealed record TypeStatistics(string Type, int Entities, double Share, int Different, LengthStatistics Words);

/// <summary>What a model's tokenizer makes of the words.</summary>
/// <param name="Tokenizer">The tokenizer's folder.</param>
/// <param name="PerWord">Pieces per word.</param>
/// <param name="PerSentence">Pieces per sentence, without [CLS] and [SEP].</param>
/// <param name="WordsWithUnknown">Share of words with a piece that the vocabulary lacks.</param>
/// <param name="UnknownPieces">Share of pieces that stand for what the vocabulary lacks.</param>
/// <param name="Unknown">The most frequent of those words, with their counts.</param>
public sealed record PieceStatistics(
    string Tokenizer, double PerWord, LengthStatistics PerSentence, double WordsWithUnknown, double UnknownPieces,
    IReadOnlyList<KeyValuePair<string, int>> Unknown)
{
    private const int Shown = 10;

    internal static PieceStatistics Of(string folder, BertTokenizer tokenizer, IReadOnlyList<LabeledSentence> sentences)
    {
        var plain = tokenizer.WithPlainText();
        var (words, pieces, unknownPieces) = (0L, 0L, 0L);
        var lengths = new List<int>();
        var unknown = new Dictionary<string, int>(StringComparer.Ordinal);
        var buffer = new PieceBuffer();
        foreach (var sentence in sentences)
        {
            plain.EncodeWords(sentence.Words, buffer);
            var last = -1;
            foreach (var piece in buffer.Pieces)
            {
                if (piece.Id != tokenizer.Vocabulary.UnknownId) continue;
                unknownPieces++;
                if (piece.Word == last) continue;
                last = piece.Word;
                unknown[sentence.Words[last]] = unknown.GetValueOrDefault(sentence.Words[last]) + 1;
            }
            words += sentence.Words.Length;
            pieces += buffer.Pieces.Length;
            lengths.Add(buffer.Pieces.Length);
        }
        return new PieceStatistics(folder, (double)pieces / words, LengthStatistics.Of(lengths)!, (double)unknown.Values.Sum() / words,
            (double)unknownPieces / pieces,
            [.. unknown.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(Shown)]);
    }
}

/// <summary>How long things are.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Median">Half are at most so long.</param>
/// <param name="Percentile95">95 of 100 are at most so long.</param>
/// <param name="Percentile99">99 of 100 are at most so long.</param>
/// <param name="Longest">The longest.</param>
public sealed record LengthStatistics(double Mean, int Median, int Percentile95, int Percentile99, int Longest)
{
    /// <summary>The statistics of some lengths; null of none.</summary>
    public static LengthStatistics? Of(IEnumerable<int> lengths)
    {
        int[] sorted = [.. lengths.Order()];
        return sorted.Length == 0 ? null
            : new LengthStatistics(sorted.Average(), Rank(sorted, 0.5), Rank(sorted, 0.95), Rank(sorted, 0.99), sorted[^1]);
    }

    // Nearest rank: a length that occurs.
    private static int Rank(int[] sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}
