namespace TinyBertPipeline.Core.Tokenization;

/// <summary>A growing list of encoded pieces.</summary>
internal sealed class PieceList
{
    private Piece[] _pieces = new Piece[256];

    public int Count { get; private set; }

    public int Capacity => _pieces.Length;

    public ReadOnlySpan<Piece> Pieces => _pieces.AsSpan(0, Count);

    public void Clear() => Count = 0;

    public void Add(int id, int word, int start, int end)
    {
        if (Count == _pieces.Length) Array.Resize(ref _pieces, 2 * Count);
        _pieces[Count++] = new Piece(id, word, start, end);
    }

    /// <summary>Forgets the pieces from <paramref name="count"/> on.</summary>
    public void CutTo(int count) => Count = count;
}
