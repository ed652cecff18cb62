using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Prediction;

/// <summary>
/// Turns the words of a sentence into what a model takes. A sentence that is too long becomes several windows that overlap; each word is
/// counted in exactly one of them, the one in which it is farther from the edge. Thread-safe.
/// </summary>
public sealed class SentenceEncoder
{
    [ThreadStatic]
    private static PieceBuffer? _ofThread;

    private readonly BertTokenizer _tokenizer;
    private readonly int _capacity;

    /// <summary>Creates an encoder.</summary>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="maxPositions">The longest window in pieces, [CLS] and [SEP] included.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no room for a piece between [CLS] and [SEP].</exception>
    public SentenceEncoder(BertTokenizer tokenizer, int maxPositions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPositions, 3);
        (_tokenizer, _capacity) = (tokenizer.WithPlainText(), maxPositions - 2);   // a word "[SEP]" is a word
    }

    /// <summary>Encodes a sentence; without words there is no window. A single word longer than a window is cut, but still predicted.</summary>
    public IReadOnlyList<EncodedSentence> Encode(IReadOnlyList<string> words)
    {
        var buffer = _ofThread ??= new PieceBuffer();
        _tokenizer.EncodeWords(words, buffer);
        var starts = Starts(buffer.Pieces, words.Count);
        var counts = new int[words.Count];
        for (var word = 0; word < counts.Length; word++) counts[word] = Math.Min(starts[word + 1] - starts[word], _capacity);
        if (buffer.Capacity > EncodingScratch.MaxKept) _ofThread = null;
        return SentenceWindow.Plan(counts, _capacity).ConvertAll(window => Encode(window, buffer, starts, counts));
    }

    // Of each word its first piece; behind them the number of pieces. Every word has a piece.
    private static int[] Starts(ReadOnlySpan<Piece> pieces, int words)
    {
        var starts = new int[words + 1];
        var next = 0;
        for (var i = 0; i < pieces.Length; i++)
        {
            if (pieces[i].Word == next) starts[next++] = i;
        }
        starts[words] = pieces.Length;
        return starts;
    }

    private EncodedSentence Encode(SentenceWindow window, PieceBuffer buffer, int[] starts, int[] counts)
    {
        var (first, end) = (window.First, window.End);
        var ids = new int[counts[first..end].Sum() + 2];
        var firstPieces = new int[end - first];
        var position = 1;
        for (var word = first; word < end; word++)
        {
            firstPieces[word - first] = position;
            foreach (ref readonly var piece in buffer.Pieces.Slice(starts[word], counts[word])) ids[position++] = piece.Id;
        }
        (ids[0], ids[^1]) = (_tokenizer.Vocabulary.ClassifyId, _tokenizer.Vocabulary.SeparateId);
        return new EncodedSentence(ids, firstPieces, first, window.CountedFrom, window.CountedTo);
    }
}
