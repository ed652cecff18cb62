using CsvHelper;

namespace TinyBertPipeline.Core.Data.Csv;

/// <summary>The rows of a table with the line where each begins.</summary>
internal sealed class CsvRows : IDisposable
{
    /// <summary>What parts the cells of tables, the likelier first.</summary>
    public const string Delimiters = ",;\t|";

    private readonly CsvReader _reader;

    public CsvRows(string path, char delimiter) => _reader = CsvReader.Create(Utf8LineReader.OpenFile(path), new CsvReaderOptions
    {
        Separator = delimiter,
        Mode = delimiter == '\t' ? CsvMode.NoEscape : CsvMode.Rfc4180,
        HasHeader = false,
        SkipEmptyLines = false,
        TrimWhitespace = true,
        TrackLineNumbers = true,
        AllowLineBreaksInQuotes = false,                    // words hold none, so a quote that is not closed is found in its line
        OnMalformedRecord = record => Malformed = record.Reason,
    });

    /// <summary>The line of the row's first cell.</summary>
    public long Line => _reader.LineNumber;

    /// <summary>The cells, without spaces around them.</summary>
    public string[] Cells { get; private set; } = [];

    /// <summary>What is wrong with the row's quotes, or null.</summary>
    public CsvMalformedReason? Malformed { get; private set; }

    public bool IsBlank => Cells.All(cell => cell.Length == 0);

    public bool TryRead()
    {
        Malformed = null;
        if (!_reader.Read()) return false;
        Cells = _reader.Current.ToArray();
        return true;
    }

    public void Dispose() => _reader.Dispose();
}
