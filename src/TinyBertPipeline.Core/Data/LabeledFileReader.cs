using System.Text;

namespace TinyBertPipeline.Core.Data;

/// <summary>
/// Reads labelled files as they are: one word and its label a line in columns parted by spaces or tabs, a blank line between sentences.
/// Only ASCII spaces and tabs part columns, so that U+00A0, U+3000, U+0085 and U+2028 can be words.
/// </summary>
public static class LabeledFileReader
{
    private const string DocumentMark = "-DOCSTART-";

    /// <summary>Streams the sentences with their labels as written.</summary>
    /// <exception cref="InvalidInputException">While reading: a line that is not UTF-8, is longer than 1 MiB, or lacks a word or a label.</exception>
    public static IEnumerable<LabeledSentence> ReadSentences(string path) => ReadSentences(path, LabeledFileFormat.Default);

    /// <summary>Streams the sentences of a file with other columns.</summary>
    /// <exception cref="InvalidInputException">While reading: as for <see cref="ReadSentences(string)"/>.</exception>
    public static IEnumerable<LabeledSentence> ReadSentences(string path, LabeledFileFormat format)
    {
        using var lines = Utf8LineReader.Open(path);
        var labelPool = new Dictionary<string, string>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        List<string> words = [], labels = [];
        var columns = new List<Range>();
        while (true)
        {
            var found = TryReadLine(lines, columns, format, out var text);
            if (columns.Count > 0)
            {
                words.Add(Column(text, columns, format.WordColumn, "word", path, lines.Line).ToString());
                var label = Column(text, columns, format.LabelColumn, "label", path, lines.Line);
                if (!labelPool.TryGetValue(label, out var pooled)) labelPool[label] = pooled = label.ToString();
                labels.Add(pooled);
                continue;
            }
            if (words.Count > 0) yield return new LabeledSentence([.. words], [.. labels], lines.Line - words.Count + (found ? 0 : 1));
            if (!found) yield break;
            words.Clear();
            labels.Clear();
        }
    }

    // No columns: the line ends a sentence.
    private static bool TryReadLine(Utf8LineReader lines, List<Range> columns, LabeledFileFormat format, out string text)
    {
        columns.Clear();
        text = "";
        if (!lines.TryRead(out var line)) return false;
        text = Encoding.UTF8.GetString(line);
        if (format.CommentPrefix is not null && text.StartsWith(format.CommentPrefix, StringComparison.Ordinal)) return true;
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            while (i < text.Length && text[i] is not (' ' or '\t')) i++;
            columns.Add(start..i);
            while (i < text.Length && text[i] is ' ' or '\t') i++;
        }
        if (columns.Count == 1 && text[columns[0]].Length == 0 || columns.Count > 0 && text[columns[0]] == DocumentMark) columns.Clear();
        return true;
    }

    private static ReadOnlySpan<char> Column(string text, List<Range> columns, int column, string what, string path, long line)
    {
        var index = column < 0 ? columns.Count + column : column;
        if (columns.Count > 1 && index >= 0 && index < columns.Count && text[columns[index]].Length > 0) return text.AsSpan()[columns[index]];
        var missing = columns.Count > 1 ? what : "label";
        throw new InvalidInputException(InputKind.Data, path, $"no {missing} in '{Shown(text)}'; a line is a word, spaces or a tab, and its label", line);
    }

    private static string Shown(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
