using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Tasks.TokenClassification;

/// <summary>
/// Turns the words of a sentence into what a model takes. The label of a word is read at its first piece. A sentence that is too long becomes
/// several windows that overlap; each word is counted in exactly one of them, the one in which it is farther from the edge. Thread-safe.
/// </summary>
internal sealed class SentenceEncoder
{
    [ThreadStatic]
    private static PieceBuffer? _ofThread;

    private readonly BertTokenizer _tokenizer;
    private readonly int _capacity;

    /// <summary>Creates an encoder.</summary>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="window">The longest window in pieces, [CLS] and [SEP] included.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no room for a piece between [CLS] and [SEP].</exception>
    public SentenceEncoder(BertTokenizer tokenizer, int window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 3);
        (_tokenizer, _capacity) = (tokenizer.WithPlainText(), window - 2);   // a word "[SEP]" is a word
    }

    /// <summary>Encodes a sentence; without words there is no window. A single word longer than a window is cut, but still predicted.</summary>
    public TaskItem Encode(IReadOnlyList<string> words)
    {
        var buffer = _ofThread ??= new PieceBuffer();
        _tokenizer.EncodeWords(words, buffer);
        var starts = Starts(buffer.Pieces, words.Count);
        var counts = new int[words.Count];
        for (var word = 0; word < counts.Length; word++) counts[word] = Math.Min(starts[word + 1] - starts[word], _capacity);
        if (buffer.Capacity > EncodingScratch.MaxKept) _ofThread = null;
        return new TaskItem(SentenceWindow.Plan(counts, _capacity).ConvertAll(window => Encode(window, buffer, starts, counts)), words.Count);
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

    private TaskWindow Encode(SentenceWindow window, PieceBuffer buffer, int[] starts, int[] counts)
    {
        var (first, end) = (window.First, window.End);
        var ids = new int[counts[first..end].Sum() + 2];
        var counted = new CountedRow[window.CountedTo - window.CountedFrom];
        var position = 1;
        for (var word = first; word < end; word++)
        {
            if (word >= window.CountedFrom && word < window.CountedTo) counted[word - window.CountedFrom] = new CountedRow(position, word);
            foreach (ref readonly var piece in buffer.Pieces.Slice(starts[word], counts[word])) ids[position++] = piece.Id;
        }
        (ids[0], ids[^1]) = (_tokenizer.Vocabulary.ClassifyId, _tokenizer.Vocabulary.SeparateId);
        return new TaskWindow(new ModelInput(ids), counted);
    }
}
