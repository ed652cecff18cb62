using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace TinyBertPipeline.Core.Tokenization;

/// <summary>
/// The pieces of short words that were met before. At most <see cref="MaxEntries"/> of them in 48 bytes each; a new word takes the place
/// of another in its set of two. Thread-safe without locks: an entry's version is odd while it is written, and who reads it looks at the
/// version before and after.
/// </summary>
internal sealed class PieceCache
{
    public const int MaxEntries = 1 << 14;

    private const int MaxPieces = 7, LengthBits = 5, FirstEntries = 1 << 8;

    // As in PieceTrie: a random odd factor, so that no text is made of words that collide.
    private readonly ulong _factor = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) | 1;
    private Entry[] _entries = new Entry[FirstEntries];
    private int _turn;

    public int Capacity => _entries.Length;

    /// <summary>Appends the pieces of a word, when they are known.</summary>
    /// <param name="key">The word (see <see cref="AsciiWord"/>).</param>
    /// <param name="word">Its index.</param>
    /// <param name="start">Where it starts in the text.</param>
    /// <param name="output">The pieces.</param>
    public bool TryAppend(Vector128<byte> key, int word, int start, PieceBuffer output)
    {
        var entries = Volatile.Read(ref _entries);
        var slot = SlotOf(entries, key);
        return TryAppend(ref entries[slot], key, word, start, output) || TryAppend(ref entries[slot ^ 1], key, word, start, output);
    }

    /// <summary>Keeps the pieces of a word that starts at <paramref name="start"/>, when they are few enough.</summary>
    public void Keep(Vector128<byte> key, int start, ReadOnlySpan<Piece> pieces)
    {
        if (pieces.Length > MaxPieces) return;
        var entries = Volatile.Read(ref _entries);
        var turn = _turn++;   // two threads may take the same turn: it only spreads the victims
        if (turn > entries.Length / 2 && entries.Length < MaxEntries)
        {
            Volatile.Write(ref _entries, new Entry[2 * entries.Length]);   // what was kept is met again soon
            _turn = 0;
            return;
        }
        var slot = SlotOf(entries, key);
        if (entries[slot].Version != 0 && (entries[slot ^ 1].Version == 0 || (turn & 1) != 0)) slot ^= 1;
        ref var entry = ref entries[slot];
        var version = entry.Version;
        if ((version & 1) != 0 || Interlocked.CompareExchange(ref entry.Version, version + 1, version) != version) return;
        entry.Key = key;
        entry.Pieces = default;
        for (var i = 0; i < pieces.Length; i++) entry.Pieces[i] = (pieces[i].Id << LengthBits) | (pieces[i].End - start);
        Volatile.Write(ref entry.Version, version + 2);
    }

    private static bool TryAppend(ref Entry entry, Vector128<byte> key, int word, int start, PieceBuffer output)
    {
        var version = Volatile.Read(ref entry.Version);
        if (entry.Key != key || (version & 1) != 0) return false;
        var pieces = entry.Pieces;
        Volatile.ReadBarrier();
        if (entry.Version != version) return false;
        var from = start;
        foreach (var piece in pieces)
        {
            if (piece == 0) break;
            var to = start + (piece & ((1 << LengthBits) - 1));
            output.Add(piece >> LengthBits, word, from, to);
            from = to;
        }
        return true;
    }

    private int SlotOf(Entry[] entries, Vector128<byte> key)
    {
        var halves = key.AsUInt64();
        var mixed = (halves[0] * _factor) ^ BitOperations.RotateLeft(halves[1] * _factor, 29);
        return (int)((mixed * _factor) >> (1 + BitOperations.LeadingZeroCount((ulong)entries.Length)));
    }

    private struct Entry
    {
        public Vector128<byte> Key;   // zero where nothing is kept: no word's key
        public int Version;
        public PackedPieces Pieces;
    }

    // Id and end within the word, packed; zero behind the last.
    [InlineArray(MaxPieces)]
    private struct PackedPieces
    {
        private int _first;
    }
}
