using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Data.Statistics;

/// <summary>What a model's tokenizer makes of the words.</summary>
/// <param name="Tokenizer">The tokenizer's folder.</param>
/// <param name="PerWord">Pieces per word.</param>
/// <param name="PerSentence">Pieces per sentence, without [CLS] and [SEP].</param>
/// <param name="WordsWithUnknown">Share of words with a piece that the vocabulary lacks.</param>
/// <param name="UnknownPieces">Share of pieces that stand for what the vocabulary lacks.</param>
/// <param name="Unknown">The most frequent of those words, with their counts.</param>
public sealed record PieceStatistics(
    string Tokenizer, double PerWord, LengthStatistics PerSentence, double WordsWithUnknown, double UnknownPieces,
    IReadOnlyList<KeyValuePair<string, int>> Unknown)
{
    private const int Shown = 10;

    internal static PieceStatistics Of(string folder, BertTokenizer tokenizer, IReadOnlyList<LabeledSentence> sentences)
    {
        var plain = tokenizer.WithPlainText();
        var (words, pieces, unknownPieces) = (0L, 0L, 0L);
        var lengths = new List<int>();
        var unknown = new Dictionary<string, int>(StringComparer.Ordinal);
        var buffer = new PieceBuffer();
        foreach (var sentence in sentences)
        {
            plain.EncodeWords(sentence.Words, buffer);
            var last = -1;
            foreach (var piece in buffer.Pieces)
            {
                if (piece.Id != tokenizer.Vocabulary.UnknownId) continue;
                unknownPieces++;
                if (piece.Word == last) continue;
                last = piece.Word;
                unknown[sentence.Words[last]] = unknown.GetValueOrDefault(sentence.Words[last]) + 1;
            }
            words += sentence.Words.Length;
            pieces += buffer.Pieces.Length;
            lengths.Add(buffer.Pieces.Length);
        }
        return new PieceStatistics(folder, (double)pieces / words, LengthStatistics.Of(lengths)!, (double)unknown.Values.Sum() / words,
            (double)unknownPieces / pieces,
            [.. unknown.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(Shown)]);
    }
}
