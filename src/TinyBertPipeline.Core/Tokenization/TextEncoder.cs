using System.Runtime.CompilerServices;

namespace TinyBertPipeline.Core.Tokenization;

/// <summary>
/// Text to pieces, in the reference's order: split off added tokens, normalise what lies between, split off added tokens that are looked
/// for in normalised text, split into words, split words into pieces. Words that normalising leaves as they are, but for ASCII capitals,
/// are taken from the text directly.
/// </summary>
internal sealed class TextEncoder
{
    // Longer words take the way through the normaliser, whose buffers grow.
    private const int MaxDirect = 128;

    private readonly TextNormalizer _normalizer;
    private readonly WordPieceEncoder _wordPiece;
    private readonly PieceCache _cache;
    private readonly UnitTable _units;
    private readonly bool _lowercase;
    private readonly AddedTokenMatcher? _original;
    private readonly AddedTokenMatcher? _normalized;

    /// <param name="options">How text is read.</param>
    /// <param name="wordPiece">Words to pieces.</param>
    /// <param name="cache">Pieces of words that were met before.</param>
    /// <param name="added">Added tokens.</param>
    /// <param name="isPlain">Which of them are plain text.</param>
    public TextEncoder(
        TokenizerOptions options, WordPieceEncoder wordPiece, PieceCache cache, IReadOnlyList<AddedToken> added,
        Func<AddedToken, bool> isPlain)
    {
        (_normalizer, _wordPiece, _cache, _lowercase) = (new TextNormalizer(options), wordPiece, cache, options.Lowercase);
        _units = UnitTable.Of(_normalizer.Changed);
        var (normalized, original) = (added.Where(token => token.Normalized), added.Where(token => !token.Normalized));
        _original = AddedTokenMatcher.Create(original.Select(token => (token.Content, token)), isPlain);
        _normalized = AddedTokenMatcher.Create(normalized.Select(token => (Normalize(token.Content), token)), isPlain);
    }

    /// <summary>Some added tokens are looked for.</summary>
    public bool FindsTokens => _original is not null || _normalized is not null;

    /// <summary>Appends the pieces of a text, and the places of its added tokens to <see cref="EncodingScratch.Tokens"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="scratch">The buffers.</param>
    /// <param name="output">The pieces.</param>
    /// <param name="word">Index of the first word; the first free one afterwards.</param>
    /// <param name="step">1 to count words, 0 where the whole text is one given word.</param>
    public void Encode(ReadOnlySpan<char> text, EncodingScratch scratch, PieceBuffer output, ref int word, int step)
    {
        for (var at = 0; at < text.Length;)
        {
            var (start, length) = (text.Length, 0);
            var token = _original?.Find(text, at, out start, out length);
            if (start > at) EncodeStretch(text[..start], at, scratch, output, ref word, step);
            if (token is not null) AddToken(token, start, start + length, scratch, output, ref word, step);
            at = start + length;
        }
    }

    private void EncodeStretch(ReadOnlySpan<char> text, int from, EncodingScratch scratch, PieceBuffer output, ref int word, int step)
    {
        if (_normalized is not null && HoldsToken(text, from, scratch))
        {
            EncodeNormalized(scratch, output, ref word, step);
            return;
        }
        for (var segment = new SegmentReader(text, from, _units); segment.Next();)
        {
            var (start, end) = (segment.Start, segment.End);
            if (segment.Kind == UnitKind.Complex || end - start > MaxDirect)
            {
                NormalizeInto(scratch, text[start..end], start);
                EncodeWords(scratch.Text, 0, scratch.Text.Length, output, ref word, step);
                continue;
            }
            if (segment.Kind == UnitKind.Alone) _wordPiece.Encode(text[start..end], word, start, output);
            else EncodeDirect(text, start, end, word, output);
            word += step;
        }
    }

    private void EncodeDirect(ReadOnlySpan<char> text, int start, int end, int word, PieceBuffer output)
    {
        var packed = AsciiWord.TryPack(text, start, end, _lowercase, out var key);
        if (packed && _cache.TryAppend(key, word, start, output)) return;
        var before = output.Count;
        EncodeLowered(text[start..end], word, start, output);
        if (packed) _cache.Keep(key, start, output.From(before));
    }

    // Apart, so that words in the cache do not pay for clearing the buffer.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void EncodeLowered(ReadOnlySpan<char> units, int word, int start, PieceBuffer output)
    {
        Span<char> lower = stackalloc char[MaxDirect];
        _wordPiece.Encode(_lowercase ? AsciiWord.ToLower(units, lower) : units, word, start, output);
    }

    private bool HoldsToken(ReadOnlySpan<char> text, int from, EncodingScratch scratch)
    {
        NormalizeInto(scratch, text[from..], from);
        return _normalized!.Find(scratch.Text.Units, 0, out _, out _) is not null;
    }

    private void EncodeNormalized(EncodingScratch scratch, PieceBuffer output, ref int word, int step)
    {
        var normal = scratch.Text;
        for (var at = 0; at < normal.Length;)
        {
            var token = _normalized!.Find(normal.Units, at, out var start, out var length);
            EncodeWords(normal, at, start, output, ref word, step);
            if (token is not null) AddToken(token, normal.Start(start), normal.End(start + length - 1), scratch, output, ref word, step);
            at = start + length;
        }
    }

    private void EncodeWords(NormalizedText normal, int from, int end, PieceBuffer output, ref int word, int step)
    {
        var units = normal.Units[..end];
        for (var at = from; WordSplitter.Next(units, at, out var start, out at);)
        {
            var before = output.Count;
            _wordPiece.Encode(units[start..at], word, start, output);
            foreach (ref var piece in output.From(before))
                piece = piece with { Start = normal.Start(piece.Start), End = normal.End(piece.End - 1) };
            word += step;
        }
    }

    private static void AddToken(
        AddedToken token, int start, int end, EncodingScratch scratch, PieceBuffer output, ref int word, int step)
    {
        output.Add(token.Id, word, start, end);
        scratch.Tokens.Add(new TextWord(start, end));
        word += step;
    }

    private void NormalizeInto(EncodingScratch scratch, ReadOnlySpan<char> text, int origin)
    {
        scratch.Text.Clear();
        _normalizer.Normalize(text, origin, scratch.Text, scratch.Marks);
    }

    private string Normalize(string content)
    {
        var normal = new NormalizedText();
        _normalizer.Normalize(content, 0, normal, new MarkRun());
        return normal.Units.ToString();
    }
}
