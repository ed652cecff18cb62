using System.Text;

namespace TinyBertPipeline.Core.Tokenization;

/// <summary>
/// Makes a vocabulary from given words by counting: the special pieces, every character as first and as continuing piece, then the most
/// frequent whole words.
/// </summary>
public static class VocabularyCounter
{
    /// <summary>
    /// Counts the words as a tokenizer with <paramref name="options"/> splits and normalises them. Equal counts are ordered by text, so that
    /// the same words give the same vocabulary.
    /// </summary>
    /// <param name="sentences">Sentences of words.</param>
    /// <param name="options">How the tokenizer that will use the vocabulary reads text.</param>
    /// <param name="size">
    /// The most pieces wanted. Characters come before words: with room for all of them, no word of known characters is unknown.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> does not hold the special pieces.</exception>
    public static Vocabulary Count(IEnumerable<IReadOnlyList<string>> sentences, TokenizerOptions options, int size)
    {
        var specials = new SpecialPieces().All;
        ArgumentOutOfRangeException.ThrowIfLessThan(size, specials.Length);
        var words = CountWords(sentences, options);
        var characters = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (word, count) in words)
        {
            foreach (var rune in word.EnumerateRunes()) Add(characters, rune.ToString(), count);
        }
        var pieces = specials
            .Concat(ByCount(characters).SelectMany(character => new[] { character, "##" + character }))
            .Concat(ByCount(words))
            .Distinct(StringComparer.Ordinal);
        return new Vocabulary([.. pieces.Take(size)]);
    }

    private static Dictionary<string, long> CountWords(IEnumerable<IReadOnlyList<string>> sentences, TokenizerOptions options)
    {
        var (normalizer, text, marks) = (new TextNormalizer(options), new NormalizedText(), new MarkRun());
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var word in sentences.SelectMany(sentence => sentence))
        {
            text.Clear();
            normalizer.Normalize(word, 0, text, marks);
            for (var at = 0; WordSplitter.Next(text.Units, at, out var from, out at);) Add(counts, text.Units[from..at].ToString(), 1);
        }
        return counts;
    }

    private static void Add(Dictionary<string, long> counts, string key, long count) => counts[key] = counts.GetValueOrDefault(key) + count;

    private static IEnumerable<string> ByCount(Dictionary<string, long> counts) =>
        counts.OrderByDescending(row => row.Value).ThenBy(row => row.Key, StringComparer.Ordinal).Select(row => row.Key);
}
