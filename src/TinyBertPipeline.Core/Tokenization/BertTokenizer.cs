namespace TinyBertPipeline.Core.Tokenization;

/// <summary>
/// BERT's tokenizer: basic splitting and WordPiece, piece for piece what Hugging Face's fast tokenizer gives, with offsets into the original
/// text. Immutable and thread-safe. A lone surrogate counts as U+FFFD, which cleaning removes.
/// </summary>
public sealed class BertTokenizer
{
    private readonly TextEncoder _encoder;
    private readonly TextEncoder _plainEncoder;

    /// <summary>Makes a tokenizer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A limit in <paramref name="options"/> is below 1.</exception>
    public BertTokenizer(Vocabulary vocabulary, TokenizerOptions options) : this(vocabulary, options, [], vocabulary.Count) { }

    /// <param name="vocabulary">All pieces, those of <paramref name="added"/> included.</param>
    /// <param name="options">How text is read.</param>
    /// <param name="added">Added tokens; the five special pieces join them where they are not among them.</param>
    /// <param name="modelPieces">How many pieces WordPiece knows; those after them are added tokens only.</param>
    internal BertTokenizer(Vocabulary vocabulary, TokenizerOptions options, IReadOnlyList<AddedToken> added, int modelPieces)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxWordCharacters, 1);
        if (options.MaxLength is { } length) ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        (Vocabulary, Options, ModelPieces) = (vocabulary, options, modelPieces);
        var known = added.Select(token => token.Content).ToHashSet(StringComparer.Ordinal);
        var specials = vocabulary.Specials.All.Where(piece => vocabulary.IdOf(piece) >= 0 && known.Add(piece)).Select(piece => new AddedToken(piece, vocabulary.IdOf(piece), true, false));
        AddedTokens = [.. added.Concat(specials).OrderBy(token => token.Id)];
        var wordPiece = new WordPieceEncoder(new PieceTrie(vocabulary.Pieces, modelPieces), vocabulary.UnknownId, options.MaxWordCharacters);
        var cache = new PieceCache();
        var controls = vocabulary.Specials.All;
        _encoder = CreateEncoder(token => options.SplitSpecialTokens && token.Special);
        _plainEncoder = CreateEncoder(token =>
            (options.SplitSpecialTokens && token.Special) || controls.Contains(token.Content, StringComparer.Ordinal));

        TextEncoder CreateEncoder(Func<AddedToken, bool> isPlain) => new(options, wordPiece, cache, AddedTokens, isPlain);
    }

    private BertTokenizer(BertTokenizer other, TokenizerOptions options, TextEncoder encoder)
    {
        (Vocabulary, Options, ModelPieces, AddedTokens) = (other.Vocabulary, options, other.ModelPieces, other.AddedTokens);
        (_encoder, _plainEncoder) = (encoder, other._plainEncoder);
    }

    /// <summary>
    /// The same tokenizer, but the five control pieces ([PAD] [UNK] [CLS] [SEP] [MASK]) in a text are text: for labelled data and text from
    /// strangers. Other added tokens are still found.
    /// </summary>
    public BertTokenizer WithPlainText() => _encoder == _plainEncoder ? this : new BertTokenizer(this, Options, _plainEncoder);

    /// <summary>The same tokenizer, but it states another longest sequence (see <see cref="TokenizerOptions.MaxLength"/>).</summary>
    public BertTokenizer WithMaxLength(int length) => Options.MaxLength == length ? this : new BertTokenizer(this, Options with { MaxLength = length }, _encoder);

    /// <summary>The pieces.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>How text is read.</summary>
    public TokenizerOptions Options { get; }

    internal int ModelPieces { get; }

    internal IReadOnlyList<AddedToken> AddedTokens { get; }

    /// <summary>
    /// Reads the tokenizer of a Hugging Face folder: <c>tokenizer.json</c>, else <c>vocab.txt</c>, with the settings of
    /// <c>tokenizer_config.json</c> and the names of <c>special_tokens_map.json</c> where they are there. The lengths for truncation and
    /// padding in <c>tokenizer.json</c> are not used: callers say how long.
    /// </summary>
    /// <exception cref="InvalidInputException">The folder holds no BERT tokenizer; the message has file and reason.</exception>
    public static BertTokenizer Load(string folder) => TokenizerFolder.Load(folder);

    /// <summary>The same; what is odd about the vocabulary is told.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="messages">Who is told.</param>
    /// <exception cref="InvalidInputException">The folder holds no BERT tokenizer; the message has file and reason.</exception>
    public static BertTokenizer Load(string folder, IMessages messages)
    {
        var tokenizer = Load(folder);
        foreach (var warning in tokenizer.Vocabulary.Warnings) messages.Warn($"{folder}: {warning}");
        return tokenizer;
    }

    /// <summary>
    /// Writes <c>vocab.txt</c>, <c>tokenizer.json</c>, <c>tokenizer_config.json</c> and <c>special_tokens_map.json</c> as transformers does.
    /// </summary>
    /// <exception cref="EnvironmentException">A file cannot be written.</exception>
    public void Save(string folder) => TokenizerFolder.Save(this, folder);

    /// <summary>The files that <see cref="Save"/> writes.</summary>
    public static IReadOnlyList<string> FileNames => TokenizerFolder.Names;

    /// <summary>Encodes a text or a pair with the special pieces around, cut to <paramref name="maxTokens"/> (of a pair the longer text).</summary>
    /// <param name="text">The first text.</param>
    /// <param name="pair">The second text; none when it is null or, as in the reference, empty.</param>
    /// <param name="maxTokens">The longest sequence wanted, special pieces included.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxTokens"/> does not hold the special pieces.</exception>
    public TokenizedText Encode(string text, string? pair = null, int maxTokens = int.MaxValue) =>
        Encode(text, pair, new EncodingOptions { MaxTokens = maxTokens });

    /// <summary>Encodes a text or a pair as <paramref name="options"/> ask.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length asked for does not hold the special pieces.</exception>
    /// <exception cref="ArgumentException">The text that is to give way is too short for it.</exception>
    public TokenizedText Encode(string text, string? pair, EncodingOptions options)
    {
        ArgumentNullException.ThrowIfNull(text);
        var scratch = EncodingScratch.Take();
        var first = EncodeInto(text, scratch);
        if (!string.IsNullOrEmpty(pair)) EncodeInto(pair, scratch);
        var firstOfPair = string.IsNullOrEmpty(pair) ? (int?)null : first;
        var result = SequenceAssembler.Assemble(Vocabulary, scratch.Pieces.Pieces, firstOfPair, options);
        scratch.Return();
        return result;
    }

    /// <summary>
    /// Encodes given words with the special pieces around; word ids are indices into <paramref name="words"/>, offsets are relative to each
    /// word. A word without pieces does not occur in the result.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxTokens"/> does not hold the special pieces.</exception>
    public TokenizedText Encode(IReadOnlyList<string> words, int maxTokens = int.MaxValue)
    {
        var scratch = EncodingScratch.Take();
        for (var word = 0; word < words.Count; word++)
        {
            var index = word;
            _encoder.Encode(words[word], scratch, scratch.Pieces, ref index, 0);
        }
        var result = SequenceAssembler.Assemble(Vocabulary, scratch.Pieces.Pieces, null, new EncodingOptions { MaxTokens = maxTokens });
        scratch.Return();
        return result;
    }

    /// <summary>Encodes a text into windows that share <paramref name="stride"/> pieces with their neighbours, each with [CLS] and [SEP].</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxTokens">The longest window, special pieces included.</param>
    /// <param name="stride">How many pieces two neighbours share.</param>
    /// <returns>At least one window; all but the last are marked as truncated.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The stride does not leave room to advance.</exception>
    public IReadOnlyList<TokenizedText> EncodeWindows(string text, int maxTokens, int stride)
    {
        ArgumentNullException.ThrowIfNull(text);
        var scratch = EncodingScratch.Take();
        EncodeInto(text, scratch);
        var result = SequenceAssembler.AssembleWindows(Vocabulary, scratch.Pieces.Pieces, maxTokens, stride);
        scratch.Return();
        return result;
    }

    /// <summary>Encodes many texts in parallel; results are in the order of <paramref name="texts"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxTokens"/> does not hold the special pieces.</exception>
    public IReadOnlyList<TokenizedText> EncodeBatch(IReadOnlyList<string> texts, int maxTokens = int.MaxValue)
    {
        var options = new EncodingOptions { MaxTokens = maxTokens };
        SequenceAssembler.ThrowIfTooShort(options, pair: false);
        var results = new TokenizedText[texts.Count];
        Parallel.For(0, texts.Count, i => results[i] = Encode(texts[i], null, options));
        return results;
    }

    /// <summary>
    /// Encodes a text into a buffer of the caller, without special pieces around and without allocating: the fastest way. Offsets are
    /// UTF-16 units of <paramref name="text"/>.
    /// </summary>
    public void Encode(ReadOnlySpan<char> text, PieceBuffer output)
    {
        output.Clear();
        var word = 0;
        var scratch = EncodingScratch.Take();
        _encoder.Encode(text, scratch, output, ref word, 1);
        scratch.Return();
    }

    /// <summary>
    /// Encodes given words into a buffer of the caller, without special pieces around. <see cref="Piece.Word"/> is the index of the word;
    /// offsets are within it. A word of which nothing is left has one unknown piece of no length, so that every word has a piece.
    /// </summary>
    public void EncodeWords(IReadOnlyList<string> words, PieceBuffer output)
    {
        output.Clear();
        var scratch = EncodingScratch.Take();
        for (var i = 0; i < words.Count; i++)
        {
            var (word, before) = (i, output.Count);
            _encoder.Encode(words[i], scratch, output, ref word, 0);
            if (output.Count == before) output.Add(Vocabulary.UnknownId, i, 0, 0);
        }
        scratch.Return();
    }

    /// <summary>The pieces of one given word without special pieces around; one unknown piece when nothing is left of it.</summary>
    public int[] EncodeWord(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        var scratch = EncodingScratch.Take();
        EncodeInto(word, scratch);
        var pieces = scratch.Pieces.Pieces;
        var ids = pieces.IsEmpty ? [Vocabulary.UnknownId] : new int[pieces.Length];
        for (var i = 0; i < pieces.Length; i++) ids[i] = pieces[i].Id;
        scratch.Return();
        return ids;
    }

    /// <summary>The pieces of each given word (see <see cref="EncodeWord"/>).</summary>
    public int[][] EncodeWords(IReadOnlyList<string> words)
    {
        var pieces = new int[words.Count][];
        for (var i = 0; i < pieces.Length; i++) pieces[i] = EncodeWord(words[i]);
        return pieces;
    }

    /// <summary>
    /// The words of a raw text as a tagger sees them. An added token is one word; the five control pieces are plain text.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="split">How words are made; the tokenizer's own rules unless the tagger was trained on other words.</param>
    /// <param name="marks">The signs that stay within words where they are made as training <see cref="WordSplit.Learned">learned</see> it.</param>
    public IReadOnlyList<TextWord> SplitWords(string text, WordSplit split = WordSplit.Punctuation, KeptMarks? marks = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var scratch = EncodingScratch.Take();
        var words = new List<TextWord>();
        var word = 0;
        var byPieces = split is WordSplit.Punctuation or WordSplit.Learned;
        if (byPieces || _plainEncoder.FindsTokens) _plainEncoder.Encode(text, scratch, scratch.Pieces, ref word, 1);
        if (byPieces) AddWords(scratch.Pieces.Pieces, words);
        if (split == WordSplit.Learned) words = new WordJoiner(marks ?? new KeptMarks()).Join(text, words, scratch.Tokens);
        else if (!byPieces) new RawWordSplitter(Options, split).Split(text, scratch.Tokens, words);
        scratch.Return();
        return words;
    }

    // Every word has a piece, and its first and last piece reach to its ends.
    private static void AddWords(ReadOnlySpan<Piece> pieces, List<TextWord> words)
    {
        for (var first = 0; first < pieces.Length;)
        {
            var last = first;
            while (last + 1 < pieces.Length && pieces[last + 1].Word == pieces[first].Word) last++;
            words.Add(new TextWord(pieces[first].Start, pieces[last].End));
            first = last + 1;
        }
    }

    private int EncodeInto(string text, EncodingScratch scratch)
    {
        var word = 0;
        _encoder.Encode(text, scratch, scratch.Pieces, ref word, 1);
        return scratch.Pieces.Count;
    }
}
