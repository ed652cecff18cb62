using System.Buffers;

namespace TinyBertPipeline.Core.Tokenization;

/// <summary>Finds added tokens in a text: the leftmost, of those the longest.</summary>
internal sealed class AddedTokenMatcher
{
    private readonly AddedToken[] _tokens;
    private readonly SearchValues<string> _contents;
    private readonly PieceTrie _trie;

    /// <param name="tokens">What to look for: the spelling in the text that is searched, and the token.</param>
    public AddedTokenMatcher(IEnumerable<(string Content, AddedToken Token)> tokens)
    {
        var rows = tokens.Where(row => row.Content.Length > 0).ToList();
        _tokens = [.. rows.Select(row => row.Token)];
        string[] contents = [.. rows.Select(row => row.Content)];
        _contents = SearchValues.Create(contents, StringComparison.Ordinal);
        _trie = new PieceTrie(contents, contents.Length);
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
            var token = _tokens[_trie.LongestMatch(text[start..], continues: false, out length)];
            if (!skipSpecial || !token.Special) return token;
            from = start + length;
        }
        (start, length) = (text.Length, 0);
        return null;
    }
}
