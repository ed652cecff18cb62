namespace TinyBertPipeline.Core.Tokenization;

/// <summary>Cuts encoded texts to length and puts the special pieces around: [CLS] A [SEP], or [CLS] A [SEP] B [SEP].</summary>
internal static class SequenceAssembler
{
    /// <summary>Assembles a sequence.</summary>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <param name="pieces">The pieces of the first text, then those of the second.</param>
    /// <param name="firstCount">How many belong to the first text of a pair; null when there is no second text.</param>
    /// <param name="options">Length and special pieces.</param>
    public static TokenizedText Assemble(Vocabulary vocabulary, ReadOnlySpan<Piece> pieces, int? firstCount, EncodingOptions options)
    {
        ThrowIfTooShort(options, firstCount is not null);
        var first = pieces[..(firstCount ?? pieces.Length)];
        var second = pieces[first.Length..];
        var room = options.MaxTokens - SpecialCount(options, firstCount is not null);
        var (keptFirst, keptSecond) = firstCount is null
            ? (Math.Min(first.Length, room), 0)
            : KeptOfPair(first.Length, second.Length, room, options.Truncation);
        return Build(vocabulary, first[..keptFirst], second[..keptSecond], firstCount is not null, options.AddSpecialPieces,
            keptFirst < first.Length || keptSecond < second.Length);
    }

    public static TokenizedText[] AssembleWindows(Vocabulary vocabulary, ReadOnlySpan<Piece> pieces, int maxTokens, int stride)
    {
        var room = maxTokens - 2;
        ArgumentOutOfRangeException.ThrowIfLessThan(room, 1, nameof(maxTokens));
        ArgumentOutOfRangeException.ThrowIfNegative(stride);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(stride, room);
        var windows = new List<TokenizedText>();
        for (var start = 0; ; start += room - stride)
        {
            var last = start + room >= pieces.Length;
            var window = pieces[start..(last ? pieces.Length : start + room)];
            windows.Add(Build(vocabulary, window, [], false, true, !last));
            if (last) return [.. windows];
        }
    }

    public static void ThrowIfTooShort(EncodingOptions options, bool pair)
    {
        if (options.MaxTokens >= SpecialCount(options, pair)) return;
        throw new ArgumentOutOfRangeException(nameof(options), options.MaxTokens,
            $"a sequence has at least its {SpecialCount(options, pair)} special pieces");
    }

    private static int SpecialCount(EncodingOptions options, bool pair) => !options.AddSpecialPieces ? 0 : pair ? 3 : 2;

    // huggingface/tokenizers, utils/truncation.rs
    private static (int First, int Second) KeptOfPair(int first, int second, int room, Truncation truncation)
    {
        var excess = (long)first + second - room;
        if (excess <= 0) return (first, second);
        if (truncation == Truncation.LongestFirst)
        {
            var shorter = Math.Min(first, second);
            var longer = shorter > room ? shorter : Math.Max(shorter, room - shorter);
            if ((long)shorter + longer > room) (shorter, longer) = (room / 2, room / 2 + room % 2);
            return first <= second ? (shorter, longer) : (longer, shorter);
        }
        var target = truncation == Truncation.OnlyFirst ? first : second;
        if (target <= excess)
            throw new ArgumentException($"the text that is to be cut has {target} pieces, but {excess} are too many", nameof(truncation));
        return truncation == Truncation.OnlyFirst ? (first - (int)excess, second) : (first, second - (int)excess);
    }

    private static TokenizedText Build(
        Vocabulary vocabulary, ReadOnlySpan<Piece> first, ReadOnlySpan<Piece> second, bool pair, bool special, bool truncated)
    {
        var length = first.Length + second.Length + (!special ? 0 : pair ? 3 : 2);
        var result = new TokenizedText(vocabulary, length) { Truncated = truncated };
        var at = 0;
        if (special) AddSpecial(result, ref at, vocabulary.ClassifyId, 0);
        AddPieces(result, ref at, first, 0);
        if (special) AddSpecial(result, ref at, vocabulary.SeparateId, 0);
        AddPieces(result, ref at, second, 1);
        if (special && pair) AddSpecial(result, ref at, vocabulary.SeparateId, 1);
        return result;
    }

    private static void AddSpecial(TokenizedText result, ref int at, int id, int type)
    {
        (result.Ids[at], result.TypeIds[at], result.WordIds[at]) = (id, type, -1);
        at++;
    }

    private static void AddPieces(TokenizedText result, ref int at, ReadOnlySpan<Piece> pieces, int type)
    {
        var ids = result.Ids.AsSpan(at, pieces.Length);
        var words = result.WordIds.AsSpan(at, pieces.Length);
        var offsets = result.Offsets.AsSpan(at, pieces.Length);
        for (var i = 0; i < pieces.Length; i++)
        {
            (ids[i], words[i]) = (pieces[i].Id, pieces[i].Word);
            offsets[i] = (pieces[i].Start, pieces[i].End);
        }
        result.TypeIds.AsSpan(at, pieces.Length).Fill(type);
        at += pieces.Length;
    }
}
