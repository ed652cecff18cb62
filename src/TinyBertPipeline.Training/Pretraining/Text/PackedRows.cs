using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Training.Pretraining.Text;

/// <summary>
/// Full sequences of running text (RoBERTa's FULL-SENTENCES): cut at word borders, over the borders of documents, which [SEP] marks.
/// </summary>
internal sealed class PackedRows : IPieceSequences
{
    private readonly PieceFile _pieces;
    private readonly Vocabulary _vocabulary;
    private readonly List<long> _starts = [0];

    /// <param name="text">The text.</param>
    /// <param name="vocabulary">Its pieces.</param>
    /// <param name="words">Tells which pieces continue a word.</param>
    /// <param name="length">Pieces of a sequence at most.</param>
    public PackedRows(PieceText text, Vocabulary vocabulary, WordPieces words, int length)
    {
        (_pieces, _vocabulary, Length) = (text.Pieces, vocabulary, length);
        var room = length - 2;
        for (var end = 0L; end < _pieces.Count; _starts.Add(end))
        {
            var start = end;
            end = Math.Min(start + room, _pieces.Count);
            if (end == _pieces.Count) continue;
            var border = end;
            while (border > start + room / 2 && words.Continues(_pieces[border])) border--;
            if (border > start + room / 2) end = border;
        }
    }

    public int Count => _starts.Count - 1;

    public int Length { get; }

    public PieceSequence Sequence(long pass, int index)
    {
        var (start, end) = (_starts[index], _starts[index + 1]);
        var ids = new int[end - start + 2];
        ids[0] = _vocabulary.ClassifyId;
        _pieces.Read(start, ids.AsSpan(1, ids.Length - 2));
        ids[^1] = _vocabulary.SeparateId;
        return new PieceSequence(ids, ids.Length, null);
    }
}
