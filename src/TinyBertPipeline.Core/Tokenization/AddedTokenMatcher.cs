using System.Buffers;

namespace TinyBertPipeline.Core.Tokenization;

/// <summary>Finds added tokens in a text: the leftmost, of those the longest.</summary>
internal sealed class AddedTokenMatcher
{
    private readonly AddedToken[] _tokens;
    private readonly bool[] _plain;
    private readonly SearchValues<string> _contents;
    private readonly PieceTrie _trie;

    private AddedTokenMatcher(List<(string Content, AddedToken Token)> rows, Func<AddedToken, bool> isPlain)
    {
        _tokens = [.. rows.Select(row => row.Token)];
        _plain = Array.ConvertAll(_tokens, token => isPlain(token));
        string[] contents = [.. rows.Select(row => row.Content)];
        _contents = SearchValues.Create(contents, StringComparison.Ordinal);
        _trie = new PieceTrie(contents, contents.Length);
    }

    /// <summary>A matcher, or null where no token would ever be found.</summary>
    /// <param name="tokens">What to look for: the spelling in the text that is searched, and the token.</param>
    /// <param name="isPlain">Tokens that are plain text; the rest of one is not searched, as in the reference.</param>
    public static AddedTokenMatcher? Create(IEnumerable<(string Content, AddedToken Token)> tokens, Func<AddedToken, bool> isPlain)
    {
        var rows = tokens.Where(row => row.Content.Length > 0).ToList();
        return rows.All(row => isPlain(row.Token)) ? null : new AddedTokenMatcher(rows, isPlain);
    }

    /// <summary>Finds the first token at or after <paramref name="from"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="start">Where it starts; the end of the text when there is none.</param>
    /// <param name="length">Its length in the text.</param>
    public AddedToken? Find(ReadOnlySpan<char> text, int from, out int start, out int length)
    {
        while (from < text.Length && text[from..].IndexOfAny(_contents) is var ahead and >= 0)
        {
            start = from + ahead;
            var found = _trie.LongestMatch(text[start..], continues: false, out length);
            if (!_plain[found]) return _tokens[found];
            from = start + length;
        }
        (start, length) = (text.Length, 0);
        return null;
    }
}
