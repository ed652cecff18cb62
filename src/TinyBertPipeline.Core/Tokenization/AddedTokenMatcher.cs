using System.Buffers;

namespace TinyBertPipeline.Core.Tokenization;

/// <summary>Finds added tokens in a text: the leftmost, of those the longest.</summary>
internal sealed class AddedTokenMatcher
{
    private readonly (string Content, AddedToken Token)[] _longestFirst;
    private readonly SearchValues<string> _contents;

    /// <param name="tokens">What to look for: the spelling in the text that is searched, and the token.</param>
    public AddedTokenMatcher(IEnumerable<(string Content, AddedToken Token)> tokens)
    {
        _longestFirst = [.. tokens.Where(row => row.Content.Length > 0).OrderByDescending(row => row.Content.Length)];
        _contents = SearchValues.Create([.. _longestFirst.Select(row => row.Content)], StringComparison.Ordinal);
    }

    /// <summary>Finds the first token at or after <paramref name="from"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="skipSpecial">Special tokens are plain text; the rest of one that is skipped is not searched, as in the reference.</param>
    /// <param name="start">Where it starts; the end of the text when there is none.</param>
    /// <param name="length">Its length in the text.</param>
    public AddedToken? Find(ReadOnlySpan<char> text, int from, bool skipSpecial, out int start, out int length)
    {
        while (from < text.Length && text[from..].IndexOfAny(_contents) is var ahead and >= 0)
        {
            start = from + ahead;
            var token = LongestAt(text[start..], out length);
            if (!skipSpecial || !token.Special) return token;
            from = start + length;
        }
        (start, length) = (text.Length, 0);
        return null;
    }

    private AddedToken LongestAt(ReadOnlySpan<char> text, out int length)
    {
        foreach (var (content, token) in _longestFirst)
        {
            if (!text.StartsWith(content, StringComparison.Ordinal)) continue;
            length = content.Length;
            return token;
        }
        throw new InvalidOperationException("the search values hold no other strings");
    }
}
