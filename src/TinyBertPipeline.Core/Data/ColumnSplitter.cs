using System.Globalization;

namespace TinyBertPipeline.Core.Data;

/// <summary>
/// Splits a line into columns. Only ASCII spaces and tabs are white space, so that U+00A0, U+3000, U+0085 and U+2028 can be words.
/// </summary>
internal sealed class ColumnSplitter
{
    private const char Tab = '\t', Space = ' ';

    private readonly char? _single;                         // splits at each; else spaces and perhaps tabs, in runs
    private readonly bool _tabsFirst;
    private readonly bool _tabsAreSpaces;

    private ColumnSplitter(char? single, bool tabsFirst, bool tabsAreSpaces) =>
        (_single, _tabsFirst, _tabsAreSpaces) = (single, tabsFirst, tabsAreSpaces);

    /// <summary>
    /// The usual way: a line with a tab is split at tabs alone, so that words may hold spaces; any other at runs of spaces.
    /// </summary>
    public static ColumnSplitter Usual { get; } = new(null, tabsFirst: true, tabsAreSpaces: false);

    /// <summary>Whether a text says what parts columns.</summary>
    public static bool IsDelimiter(string? delimiter) => delimiter is null or { Length: 1 }
        || delimiter.ToLowerInvariant() is "tab" or "\\t" or "space" or "whitespace" || CodePoint(delimiter) is not null;

    /// <summary>The way to split at a delimiter that is one.</summary>
    public static ColumnSplitter Parse(string? delimiter) => delimiter?.ToLowerInvariant() switch
    {
        null => Usual,
        "tab" or "\t" or "\\t" => new(Tab, false, false),
        "space" or " " => new(null, false, false),
        "whitespace" => new(null, false, tabsAreSpaces: true),
        _ => new(CodePoint(delimiter) ?? delimiter[0], false, false),
    };

    // U+00A0, for characters that cannot be seen.
    private static char? CodePoint(string delimiter) => delimiter.Length == 6
        && delimiter.StartsWith("U+", StringComparison.OrdinalIgnoreCase)
        && ushort.TryParse(delimiter.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) ? (char)code : null;

    /// <summary>Finds the columns, without spaces around them; none in a blank line.</summary>
    public void Split(string line, List<Range> columns)
    {
        columns.Clear();
        var length = line.AsSpan().TrimEnd(" \t").Length;
        if (length == 0) return;
        if ((_single ?? (_tabsFirst && line.AsSpan(0, length).Contains(Tab) ? Tab : null)) is { } delimiter)
        {
            SplitAt(line, length, delimiter, columns);
            return;
        }
        var indent = 0;
        while (IsSpace(line[indent])) indent++;
        // White space before several columns parts nothing; before a single one it stands where the word should.
        if (!Contains(line.AsSpan(indent, length - indent))) indent = 0;
        for (var i = indent; i < length;)
        {
            var start = i;
            while (i < length && !IsSpace(line[i])) i++;
            columns.Add(start..i);
            while (i < length && IsSpace(line[i])) i++;
        }
    }

    private static void SplitAt(string line, int length, char delimiter, List<Range> columns)
    {
        for (var start = 0; start <= length;)
        {
            var found = line.IndexOf(delimiter, start, length - start);
            var end = found < 0 ? length : found;
            columns.Add(Trim(line, start, end));
            start = end + 1;
        }
    }

    private static Range Trim(string line, int start, int end)
    {
        while (start < end && line[start] == Space) start++;
        while (end > start && line[end - 1] == Space) end--;
        return start..end;
    }

    private bool Contains(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (IsSpace(c)) return true;
        }
        return false;
    }

    private bool IsSpace(char c) => c == Space || (_tabsAreSpaces || _tabsFirst) && c == Tab;
}
