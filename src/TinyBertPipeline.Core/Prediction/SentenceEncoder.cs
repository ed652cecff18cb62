using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Prediction;

/// <summary>
/// Turns the words of a sentence into what a model takes. A sentence that is too long becomes several windows that overlap; each word is
/// counted in exactly one of them, the one in which it is farther from the edge. Thread-safe.
/// </summary>
public sealed class SentenceEncoder
{
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
        var pieces = _tokenizer.EncodeWords(words);
        var counts = Array.ConvertAll(pieces, word => Math.Min(word.Length, _capacity));
        return SentenceWindow.Plan(counts, _capacity).ConvertAll(window => Encode(window, pieces, counts));
    }

    private EncodedSentence Encode(SentenceWindow window, int[][] pieces, int[] counts)
    {
        var (first, end) = (window.First, window.End);
        var ids = new int[counts[first..end].Sum() + 2];
        var firstPieces = new int[end - first];
        var position = 1;
        for (var word = first; word < end; word++)
        {
            firstPieces[word - first] = position;
            pieces[word].AsSpan(0, counts[word]).CopyTo(ids.AsSpan(position));
            position += counts[word];
        }
        (ids[0], ids[^1]) = (_tokenizer.Vocabulary.ClassifyId, _tokenizer.Vocabulary.SeparateId);
        return new EncodedSentence(ids, firstPieces, first, window.CountedFrom, window.CountedTo);
    }
}
