using System.Numerics;
using System.Security.Cryptography;

namespace TinyBertPipeline.Core.Tokenization;

/// <summary>
/// Strings as a trie over UTF-16 units, for the longest match in one pass. Its edges lie in one open-addressing table of packed numbers:
/// parent node (24 bits), unit (16), child node (24); 0 is a free slot, as the root is no child.
/// </summary>
internal sealed class PieceTrie
{
    /// <summary>The most units that all strings may have together, so that a node fits its bits.</summary>
    public const int MaxUnits = (1 << NodeBits) - 1;

    private const int NodeBits = 24, Root = 0, None = -1;
    private readonly List<int> _built = [None];
    private readonly int[] _ids;      // string that ends at a node, or None
    private readonly int _continuation;

    // Multiply-shift hashing with a random odd factor, so that no vocabulary is made of edges that collide.
    private readonly ulong _factor = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) | 1;
    private ulong[] _edges = new ulong[64];

    /// <summary>Builds the trie; of strings that stand twice the last index wins, empty ones take no part.</summary>
    /// <param name="strings">The strings, by the id that a match gives.</param>
    /// <param name="count">How many of them take part.</param>
    public PieceTrie(IReadOnlyList<string> strings, int count)
    {
        for (var id = 0; id < count; id++)
        {
            var node = Root;
            foreach (var unit in strings[id]) node = AddChild(node, unit);
            if (node != Root) _built[node] = id;
        }
        _ids = [.. _built];
        _built = [];
        _continuation = FindChild(Root, '#') is var hash and not None ? FindChild(hash, '#') : None;
    }

    /// <summary>Finds the longest string that <paramref name="text"/> starts with.</summary>
    /// <param name="text">The text.</param>
    /// <param name="continues">Look for pieces that continue a word: the <c>##</c> they are spelled with is not in the text.</param>
    /// <param name="length">Its length in the text.</param>
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
        var edge = _edges[SlotOf(_edges, node, unit)];
        return edge == 0 ? None : (int)(edge & MaxUnits);
    }

    private int AddChild(int node, char unit)
    {
        var slot = SlotOf(_edges, node, unit);
        if (_edges[slot] != 0) return (int)(_edges[slot] & MaxUnits);
        var child = _built.Count;
        if (child > MaxUnits) throw new ArgumentException($"the strings have more than {MaxUnits} units");
        _built.Add(None);
        _edges[slot] = (Key(node, unit) << NodeBits) | (uint)child;
        if (2 * _built.Count > _edges.Length) Grow();
        return child;
    }

    private void Grow()
    {
        var larger = new ulong[2 * _edges.Length];
        foreach (var edge in _edges)
        {
            if (edge != 0) larger[SlotOf(larger, (int)(edge >> (NodeBits + 16)), (char)(edge >> NodeBits))] = edge;
        }
        _edges = larger;
    }

    // The slot of an edge, or the free one where it would stand.
    private int SlotOf(ulong[] edges, int node, char unit)
    {
        var key = Key(node, unit);
        var slot = (int)((key * _factor) >> (1 + BitOperations.LeadingZeroCount((ulong)edges.Length)));
        while (edges[slot] != 0 && edges[slot] >> NodeBits != key) slot = (slot + 1) & (edges.Length - 1);
        return slot;
    }

    private static ulong Key(int node, char unit) => ((ulong)node << 16) | unit;
}
