using System.Runtime.InteropServices;
using System.Text;

namespace TinyBertPipeline.Core.Tokenization.Training;

/// <summary>
/// Words as sequences of pieces, in which the most frequent pair becomes one piece again and again (byte-pair encoding, Sennrich et al. 2016,
/// over WordPiece's spelling, as Hugging Face's trainer does it). Counts of pairs are kept exact: a merge changes only what stands beside it.
/// </summary>
internal sealed class PieceMerger
{
    private readonly List<string> _pieces;
    private readonly Dictionary<string, int> _ids;
    private readonly int[] _symbols;        // of all words, one after the other
    private readonly int[] _starts;         // of each word in _symbols, and the end of the last
    private readonly int[] _lengths;        // of each word now
    private readonly long[] _counts;
    private readonly Dictionary<(int Left, int Right), SymbolPair> _pairs = [];
    private readonly PairQueue _queue;
    private readonly bool[] _merged;        // of the word at hand: the symbol was made by this merge
    private int _merge;

    /// <param name="pieces">The pieces so far, those of single characters included.</param>
    /// <param name="words">Words of these characters with their counts.</param>
    public PieceMerger(IEnumerable<string> pieces, IReadOnlyCollection<KeyValuePair<string, long>> words)
    {
        _pieces = [.. pieces];
        _ids = _pieces.Index().ToDictionary(row => row.Item, row => row.Index, StringComparer.Ordinal);
        (_starts, _lengths, _counts) = (new int[words.Count + 1], new int[words.Count], new long[words.Count]);
        var symbols = new List<int>();
        foreach (var (index, (word, count)) in words.Index())
        {
            foreach (var rune in word.EnumerateRunes())
                symbols.Add(_ids[symbols.Count == _starts[index] ? rune.ToString() : "##" + rune]);
            (_starts[index + 1], _lengths[index], _counts[index]) = (symbols.Count, symbols.Count - _starts[index], count);
        }
        _symbols = [.. symbols];
        _merged = new bool[_lengths.DefaultIfEmpty(0).Max()];
        _queue = new PairQueue(_pieces);
        for (var word = 0; word < _lengths.Length; word++)
        {
            var units = WordOf(word);
            for (var i = 1; i < units.Length; i++) Raise(units[i - 1], units[i], word);
        }
        foreach (var pair in _pairs.Values) _queue.Add(pair);
    }

    /// <summary>The pieces, merged ones last.</summary>
    public IReadOnlyList<string> Pieces => _pieces;

    /// <summary>Merges the most frequent pair.</summary>
    /// <returns>The pair, or null when none stands in the text <paramref name="minCount"/> times.</returns>
    public (string Left, string Right)? Merge(int minCount)
    {
        if (_queue.Take() is not { } pair || pair.Count < minCount) return null;
        _merge++;
        var spelled = string.Concat(_pieces[pair.Left], _pieces[pair.Right].AsSpan(2));   // a right piece continues: ##
        ref var id = ref CollectionsMarshal.GetValueRefOrAddDefault(_ids, spelled, out var known);
        if (!known)
        {
            id = _pieces.Count;
            _pieces.Add(spelled);
        }
        var raised = new List<SymbolPair>();
        foreach (var word in pair.Words) MergeIn(word, pair, id, raised);
        _pairs.Remove((pair.Left, pair.Right));
        foreach (var each in raised) _queue.Add(each);
        return (_pieces[pair.Left], _pieces[pair.Right]);
    }

    private void MergeIn(int word, SymbolPair pair, int id, List<SymbolPair> raised)
    {
        var symbols = WordOf(word);
        if (!Contains(symbols, pair)) return;   // merged away before, or done already
        var to = 0;
        for (var from = 0; from < symbols.Length; to++)
        {
            var merges = from + 1 < symbols.Length && symbols[from] == pair.Left && symbols[from + 1] == pair.Right;
            if (merges)
            {
                if (from > 0 && !_merged[to - 1]) Lower(symbols[to - 1], pair.Left, word);
                Lower(pair.Left, pair.Right, word);
                if (from + 2 < symbols.Length) Lower(pair.Right, symbols[from + 2], word);
            }
            symbols[to] = merges ? id : symbols[from];
            _merged[to] = merges;
            from += merges ? 2 : 1;
        }
        _lengths[word] = to;
        for (var i = 1; i < to; i++)
        {
            if (!_merged[i - 1] && !_merged[i]) continue;
            var changed = Raise(symbols[i - 1], symbols[i], word);
            if (changed.RaisedBy == _merge) continue;
            changed.RaisedBy = _merge;
            raised.Add(changed);
        }
    }

    private SymbolPair Raise(int left, int right, int word)
    {
        ref var pair = ref CollectionsMarshal.GetValueRefOrAddDefault(_pairs, (left, right), out _);
        pair ??= new SymbolPair(left, right);
        pair.Count += _counts[word];
        if (pair.Words is [] || pair.Words[^1] != word) pair.Words.Add(word);
        return pair;
    }

    private void Lower(int left, int right, int word) => _pairs[(left, right)].Count -= _counts[word];

    private static bool Contains(ReadOnlySpan<int> symbols, SymbolPair pair)
    {
        for (var i = 1; i < symbols.Length; i++)
        {
            if (symbols[i - 1] == pair.Left && symbols[i] == pair.Right) return true;
        }
        return false;
    }

    private Span<int> WordOf(int word) => _symbols.AsSpan(_starts[word], _lengths[word]);
}
