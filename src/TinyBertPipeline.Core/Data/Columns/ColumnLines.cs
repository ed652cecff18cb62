using System.Text;

namespace TinyBertPipeline.Core.Data.Columns;

/// <summary>
/// The lines of a file, split into columns. What <see cref="Columns"/> and <see cref="Text"/> give is of the line read last.
/// </summary>
internal sealed class ColumnLines(string path, DataFormat format) : IDisposable
{
    /// <summary>The word of a line that begins a document.</summary>
    public const string DocumentMark = "-DOCSTART-";

    private const string ConllDocument = "#begin document", ConllDocumentEnd = "#end document";

    private readonly Utf8LineReader _lines = Utf8LineReader.Open(path);
    private readonly ColumnSplitter _splitter = ColumnSplitter.Parse(format.Delimiter);

    public long Line => _lines.Line;

    public string Text { get; private set; } = "";

    public List<Range> Columns { get; } = [];

    public LineKind Kind { get; private set; }

    /// <summary>Whether the line begins a document as CoNLL-2012 does.</summary>
    public bool IsConllDocument => Text.StartsWith(ConllDocument, StringComparison.Ordinal);

    public ReadOnlySpan<char> this[int column] => Text.AsSpan()[Columns[column]];

    public bool TryRead()
    {
        if (!_lines.TryRead(out var bytes)) return false;
        Text = Encoding.UTF8.GetString(bytes);
        _splitter.Split(Text, Columns);
        Kind = Classify();
        return true;
    }

    /// <summary>Takes out the empty columns between others: tabs in a row, put there to align.</summary>
    public void DropEmptyColumns()
    {
        for (var i = Columns.Count - 2; i > 0; i--)
        {
            if (this[i].IsEmpty) Columns.RemoveAt(i);
        }
    }

    /// <summary>Counts the white space before the first column as an empty column: a word is missing there.</summary>
    public void CountIndent()
    {
        if (Text[0] is ' ' or '\t' && !this[0].IsEmpty) Columns.Insert(0, 0..0);
    }

    public void Dispose() => _lines.Dispose();

    private LineKind Classify()
    {
        if (Columns.Count == 0) return LineKind.Blank;
        if (format.Comment is { Length: > 0 } comment && Text.StartsWith(comment, StringComparison.Ordinal)) return LineKind.Comment;
        if (IsDocument()) return LineKind.Document;
        if (format.Comment is null && IsHash()) return LineKind.Hash;
        return InvisibleText.IsInvisible(Text) ? LineKind.Invisible : LineKind.Word;
    }

    private bool IsDocument() =>
        this[0].SequenceEqual(DocumentMark) || Columns.Count > 1 && this[1].SequenceEqual(DocumentMark)
        || IsConllDocument || Text.StartsWith(ConllDocumentEnd, StringComparison.Ordinal);

    private bool IsHash()
    {
        var first = Text.AsSpan().IndexOfAny(' ', '\t') is var end and >= 0 ? Text.AsSpan(0, end) : Text;
        return first.StartsWith('#') && !first.ContainsAnyExcept('#');
    }
}
