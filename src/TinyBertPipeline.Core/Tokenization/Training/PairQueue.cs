namespace TinyBertPipeline.Core.Tokenization.Training;

/// <summary>
/// Pairs by count, the highest first; of equal counts the pair whose left piece comes first in ordinal order, then its right piece, as they
/// are spelled. A pair is queued with the count that it had: it is put back when it has become rarer.
/// </summary>
internal sealed class PairQueue(IReadOnlyList<string> pieces)
{
    private readonly PriorityQueue<SymbolPair, (long Count, SymbolPair Pair)> _queue = new(new ByCountThenText(pieces));

    public void Add(SymbolPair pair)
    {
        if (pair.Count > 0) _queue.Enqueue(pair, (pair.Count, pair));
    }

    /// <summary>Takes the first pair; null when no pair is left.</summary>
    public SymbolPair? Take()
    {
        while (_queue.TryDequeue(out var pair, out var queued))
        {
            if (queued.Count == pair.Count) return pair;
            if (queued.Count > pair.Count) Add(pair);
        }
        return null;
    }

    private sealed class ByCountThenText(IReadOnlyList<string> pieces) : IComparer<(long Count, SymbolPair Pair)>
    {
        public int Compare((long Count, SymbolPair Pair) x, (long Count, SymbolPair Pair) y)
        {
            if (x.Count != y.Count) return y.Count.CompareTo(x.Count);
            var left = string.CompareOrdinal(pieces[x.Pair.Left], pieces[y.Pair.Left]);
            return left != 0 ? left : string.CompareOrdinal(pieces[x.Pair.Right], pieces[y.Pair.Right]);
        }
    }
}
