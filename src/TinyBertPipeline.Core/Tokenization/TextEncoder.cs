namespace TinyBertPipeline.Core.Tokenization;

/// <summary>
/// Text to pieces, in the reference's order: split off added tokens, normalise what lies between, split off added tokens that are looked
/// for in normalised text, split into words, split words into pieces.
/// </summary>
internal sealed class TextEncoder
{
    private readonly TextNormalizer _normalizer;
    private readonly WordPieceEncoder _wordPiece;
    private readonly AddedTokenMatcher? _original;
    private readonly AddedTokenMatcher? _normalized;

    /// <param name="options">How text is read.</param>
    /// <param name="trie">The pieces.</param>
    /// <param name="unknownId">Id of the unknown piece.</param>
    /// <param name="added">Added tokens.</param>
    /// <param name="isPlain">Which of them are plain text.</param>
    public TextEncoder(
        TokenizerOptions options, PieceTrie trie, int unknownId, IReadOnlyList<AddedToken> added, Func<AddedToken, bool> isPlain)
    {
        _normalizer = new TextNormalizer(options);
        _wordPiece = new WordPieceEncoder(trie, unknownId, options.MaxWordCharacters);
        var (normalized, original) = (added.Where(token => token.Normalized), added.Where(token => !token.Normalized));
        _original = AddedTokenMatcher.Create(original.Select(token => (token.Content, token)), isPlain);
        _normalized = AddedTokenMatcher.Create(normalized.Select(token => (Normalize(token.Content), token)), isPlain);
    }

    /// <summary>Some added tokens are looked for.</summary>
    public bool FindsTokens => _original is not null || _normalized is not null;

    /// <summary>
    /// Appends the pieces of a text to <see cref="EncodingScratch.Pieces"/>, and the places of its added tokens to
    /// <see cref="EncodingScratch.Tokens"/>.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="scratch">The buffers.</param>
    /// <param name="word">Index of the first word; the first free one afterwards.</param>
    /// <param name="step">1 to count words, 0 where the whole text is one given word.</param>
    public void Encode(ReadOnlySpan<char> text, EncodingScratch scratch, ref int word, int step)
    {
        for (var at = 0; at < text.Length;)
        {
            var (start, length) = (text.Length, 0);
            var token = _original?.Find(text, at, out start, out length);
            if (start > at) EncodeStretch(text[at..start], at, scratch, ref word, step);
            if (token is not null) AddToken(token, start, start + length, scratch, ref word, step);
            at = start + length;
        }
    }

    private void EncodeStretch(ReadOnlySpan<char> text, int origin, EncodingScratch scratch, ref int word, int step)
    {
        var normal = scratch.Text;
        normal.Clear();
        _normalizer.Normalize(text, origin, normal, scratch.Marks);
        for (var at = 0; at < normal.Length;)
        {
            var (start, length) = (normal.Length, 0);
            var token = _normalized?.Find(normal.Units, at, out start, out length);
            EncodeWords(normal, at, start, scratch.Pieces, ref word, step);
            if (token is not null) AddToken(token, normal.Start(start), normal.End(start + length - 1), scratch, ref word, step);
            at = start + length;
        }
    }

    private void EncodeWords(NormalizedText normal, int from, int end, PieceList pieces, ref int word, int step)
    {
        var units = normal.Units[..end];
        for (var at = from; WordSplitter.Next(units, at, out var start, out at);)
        {
            _wordPiece.Encode(normal, start, at, word, pieces);
            word += step;
        }
    }

    private static void AddToken(AddedToken token, int start, int end, EncodingScratch scratch, ref int word, int step)
    {
        scratch.Pieces.Add(token.Id, word, start, end);
        scratch.Tokens.Add(new TextWord(start, end));
        word += step;
    }

    private string Normalize(string content)
    {
        var normal = new NormalizedText();
        _normalizer.Normalize(content, 0, normal, new MarkRun());
        return normal.Units.ToString();
    }
}
