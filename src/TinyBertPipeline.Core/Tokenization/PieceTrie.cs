namespace TinyBertPipeline.Core.Tokenization;

/// <summary>
/// The pieces of a vocabulary as a trie over UTF-16 units, for the longest match in one pass. Edges lie in one open-addressing table:
/// key = parent node and unit, value = child node.
/// </summary>
internal sealed class PieceTrie
{
    private const int Root = 0, None = -1;
    private readonly int _mask;
    private readonly long[] _keys;
    private readonly int[] _children;
    private readonly int[] _ids;      // piece that ends at a node, or None
    private readonly int _continuation;

    /// <summary>Builds the trie; of pieces that stand twice the last id wins.</summary>
    /// <param name="pieces">The pieces, by id.</param>
    /// <param name="count">How many of them take part.</param>
    public PieceTrie(IReadOnlyList<string> pieces, int count)
    {
        var units = 0L;
        for (var id = 0; id < count; id++) units += pieces[id].Length;
        var capacity = (int)Math.Min(1 << 30, System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Min(units * 2 + 16, 1 << 30)));
        _mask = capacity - 1;
        _keys = new long[capacity];
        _children = new int[capacity];
        Array.Fill(_keys, None);
        var ids = new List<int> { None };
        for (var id = 0; id < count; id++)
        {
            var node = Root;
            foreach (var unit in pieces[id]) node = AddChild(node, unit, ids);
            if (node != Root) ids[node] = id;
        }
        _ids = [.. ids];
        _continuation = FindChild(Root, '#') is var hash and not None ? FindChild(hash, '#') : None;
    }

    /// <summary>Finds the longest piece that <paramref name="text"/> starts with.</summary>
    /// <param name="text">The rest of a word.</param>
    /// <param name="continues">The piece is not the first of its word: it is spelled with <c>##</c>.</param>
    /// <param name="length">Its length in units, without the <c>##</c>.</param>
    /// <returns>Its id, or -1.</returns>
    public int LongestMatch(ReadOnlySpan<char> text, bool continues, out int length)
    {
        var node = continues ? _continuation : Root;
        var best = None;
        length = 0;
        for (var i = 0; i < text.Length && node != None; i++)
        {
            node = FindChild(node, text[i]);
            if (node == None || _ids[node] == None) continue;
            best = _ids[node];
            length = i + 1;
        }
        return best;
    }

    private int FindChild(int node, char unit)
    {
        var key = ((long)node << 16) | unit;
        for (var slot = SlotOf(key); _keys[slot] != None; slot = (slot + 1) & _mask)
        {
            if (_keys[slot] == key) return _children[slot];
        }
        return None;
    }

    private int AddChild(int node, char unit, List<int> ids)
    {
        var key = ((long)node << 16) | unit;
        var slot = SlotOf(key);
        for (; _keys[slot] != None; slot = (slot + 1) & _mask)
        {
            if (_keys[slot] == key) return _children[slot];
        }
        _keys[slot] = key;
        _children[slot] = ids.Count;
        ids.Add(None);
        return _children[slot];
    }

    // Fibonacci hashing: the high bits of the product are well mixed.
    private int SlotOf(long key) => (int)((ulong)(key * unchecked((long)0x9E3779B97F4A7C15)) >> 33) & _mask;
}
