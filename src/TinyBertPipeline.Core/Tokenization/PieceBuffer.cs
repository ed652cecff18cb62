namespace TinyBertPipeline.Core.Tokenization;

/// <summary>
/// Room for the pieces of a text, to be used again for the next one, so that encoding allocates nothing. It grows as needed and never
/// shrinks. Not thread-safe: one buffer a thread.
/// </summary>
public sealed class PieceBuffer
{
    private Piece[] _pieces = new Piece[256];

    /// <summary>How many pieces there are.</summary>
    public int Count { get; private set; }

    /// <summary>The pieces in the order of the text; valid until the buffer is used again.</summary>
    public ReadOnlySpan<Piece> Pieces => _pieces.AsSpan(0, Count);

    internal int Capacity => _pieces.Length;

    /// <summary>Forgets the pieces and keeps the room.</summary>
    public void Clear() => Count = 0;

    internal void Add(int id, int word, int start, int end)
    {
        if (Count == _pieces.Length) Array.Resize(ref _pieces, 2 * Count);
        _pieces[Count++] = new Piece(id, word, start, end);
    }

    /// <summary>The pieces from <paramref name="first"/> on, to be changed in place.</summary>
    internal Span<Piece> From(int first) => _pieces.AsSpan(first, Count - first);

    /// <summary>Forgets the pieces from <paramref name="count"/> on.</summary>
    internal void CutTo(int count) => Count = count;
}

/// <summary>A piece of a text.</summary>
/// <param name="Id">Its id in the vocabulary.</param>
/// <param name="Word">The index of its word.</param>
/// <param name="Start">Its first UTF-16 unit in the original text (of given words: in its word).</param>
/// <param name="End">The unit after its last.</param>
public readonly record struct Piece(int Id, int Word, int Start, int End);
