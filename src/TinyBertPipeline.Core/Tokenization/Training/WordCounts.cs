using System.Runtime.InteropServices;

namespace TinyBertPipeline.Core.Tokenization.Training;

/// <summary>How often each word stands in a text, words as a tokenizer splits and normalises them. Not thread-safe.</summary>
internal sealed class WordCounts(TokenizerOptions options)
{
    private readonly TextNormalizer _normalizer = new(options);
    private readonly NormalizedText _normal = new();
    private readonly MarkRun _marks = new();
    private readonly long[] _units = new long[char.MaxValue + 1];   // words of one UTF-16 unit
    private readonly Dictionary<string, long> _words = new(StringComparer.Ordinal);

    /// <summary>Distinct words of more than one unit.</summary>
    public int Distinct => _words.Count;

    /// <summary>Words that <see cref="Prune"/> forgot.</summary>
    public long Forgotten { get; private set; }

    /// <summary>The words with their counts, in no order.</summary>
    public IEnumerable<KeyValuePair<string, long>> Rows => _words.Concat(
        Enumerable.Range(0, _units.Length).Where(unit => _units[unit] > 0).Select(unit => KeyValuePair.Create(((char)unit).ToString(), _units[unit])));

    /// <summary>Counts the words of a text; those that are too long for any piece are left out.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        Span<char> lower = stackalloc char[128];
        for (var segment = new SegmentReader(text, 0, UnitTable.Of(_normalizer.Changed)); segment.Next();)
        {
            var units = text[segment.Start..segment.End];
            if (segment.Kind != UnitKind.Complex && units.Length <= lower.Length)
            {
                Count(options.Lowercase ? AsciiWord.ToLower(units, lower) : units, 1);
                continue;
            }
            _normal.Clear();
            _normalizer.Normalize(units, 0, _normal, _marks);
            for (var at = 0; WordSplitter.Next(_normal.Units, at, out var from, out at);) Count(_normal.Units[from..at], 1);
        }
    }

    /// <summary>Adds what another table counted.</summary>
    public void Add(WordCounts other)
    {
        for (var unit = 0; unit < _units.Length; unit++) _units[unit] += other._units[unit];
        foreach (var (word, count) in other._words) Count(word, count);
        Forgotten += other.Forgotten;
    }

    /// <summary>Forgets the rarest words when there are more than <paramref name="most"/>, so that at most half as many are left.</summary>
    public void Prune(int most)
    {
        if (_words.Count <= most) return;
        var counts = _words.Values.Order().ToArray();
        var rare = counts[counts.Length - 1 - most / 2];
        foreach (var (word, count) in _words)
        {
            if (count > rare) continue;
            _words.Remove(word);
            Forgotten += count;
        }
    }

    private void Count(ReadOnlySpan<char> word, long count)
    {
        if (word.Length == 1) _units[word[0]] += count;
        else if (word.Length <= options.MaxWordCharacters || WordPieceEncoder.CountCodePoints(word) <= options.MaxWordCharacters)
            CollectionsMarshal.GetValueRefOrAddDefault(_words.GetAlternateLookup<ReadOnlySpan<char>>(), word, out _) += count;
    }
}
