using CsvHelper;

namespace TinyBertPipeline.Core.Files;

/// <summary>Writes tables as CSV: numbers with all their digits, LF line ends.</summary>
public static class CsvTable
{
    /// <summary>Writes a header and rows of texts and numbers.</summary>
    /// <exception cref="EnvironmentException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<string> columns, IEnumerable<IReadOnlyList<object>> rows) => AtomicFile.Write(path, stream =>
    {
        using var csv = CsvWriter.Create(stream, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        csv.WriteHeader([.. columns]);
        foreach (var row in rows)
        {
            foreach (var cell in row) WriteField(csv, cell);
            csv.EndRecord();
        }
    });

    private static void WriteField(CsvWriter csv, object cell)
    {
        switch (cell)
        {
            case string text: csv.WriteField(text); break;
            case double number: csv.WriteField(number); break;
            case int number: csv.WriteField(number); break;
            case long number: csv.WriteField(number); break;
            default: throw new ArgumentException($"a cell holds a {cell.GetType().Name}; expected a text or a number");
        }
    }
}
