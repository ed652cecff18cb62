using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Training.Pretraining.Text;

/// <summary>
/// Where the sentences of a paragraph begin: after 。！？, after . ! ? before white space, and where a sentence has become so long that
/// two would not fit a sequence.
/// </summary>
/// <param name="longest">Pieces of a sentence, after which the next word begins another.</param>
internal sealed class SentenceBorders(int longest)
{
    private TokenizedText? _text;
    private int _start;

    /// <summary>Whether a piece (not the first) begins a sentence; pieces are asked for in order.</summary>
    public bool Begins(TokenizedText encoded, string text, int piece)
    {
        if (!ReferenceEquals(_text, encoded)) (_text, _start) = (encoded, 1);
        if (encoded.WordIds[piece] == encoded.WordIds[piece - 1]) return false;
        if (piece - _start < longest && !Ends(encoded, text, piece - 1)) return false;
        _start = piece;
        return true;
    }

    private static bool Ends(TokenizedText encoded, string text, int piece)
    {
        var (start, end) = encoded.Offsets[piece];
        if (end != start + 1) return false;
        return text[start] is '。' or '！' or '？' || (text[start] is '.' or '!' or '?' && encoded.Offsets[piece + 1].Start > end);
    }
}
