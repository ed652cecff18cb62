using System.Text;
using System.Text.Json;
using CsvHelper;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Core.Tasks.SequenceClassification;

/// <summary>A table of cells from CSV, TSV or JSON lines.</summary>
/// <param name="Rows">The cells of each row; a row of JSON lines has a cell for each key of the first.</param>
/// <param name="Lines">The line on which each row starts, counted from 1.</param>
/// <param name="Names">The keys of JSON lines; null for CSV and TSV, whose first row may hold names.</param>
internal sealed record TextTable(IReadOnlyList<string[]> Rows, IReadOnlyList<long> Lines, IReadOnlyList<string>? Names)
{
    private const int MaxRecordBytes = 1 << 24;

    // Stands for what is neither a text nor a number nor true or false, as itself and not by its characters. Text and label may not be such.
    private static readonly string _noCell = new('-', 1);

    /// <summary>Reads a file; <c>.jsonl</c>, <c>.json</c> and files that start with a brace are JSON lines, <c>.tsv</c> is split at tabs.</summary>
    /// <exception cref="InvalidInputException">The file cannot be read, is no UTF-8, or a line is malformed.</exception>
    public static TextTable Read(string path)
    {
        var extension = System.IO.Path.GetExtension(path).ToLowerInvariant();
        CheckText(path, out var first);
        return extension is ".jsonl" or ".json" || first == '{' ? ReadJson(path) : ReadCsv(path, extension == ".tsv" ? '\t' : null);
    }

    /// <summary>Whether JSON lines have a list, an object or null in the place of a cell.</summary>
    public static bool IsNoCell(string cell) => ReferenceEquals(cell, _noCell);

    /// <summary>Whether a file is a table by its name or its first character: <c>.csv</c>, <c>.tsv</c>, <c>.jsonl</c>, or JSON lines.</summary>
    public static bool IsOne(string path)
    {
        if (System.IO.Path.GetExtension(path).ToLowerInvariant() is ".csv" or ".tsv" or ".jsonl" or ".json") return true;
        using var reader = Utf8LineReader.Open(path);
        return reader.TryRead(out var line) && line is [(byte)'{', ..];
    }

    // The library replaces what is no UTF-8; here it is refused, with its line.
    private static void CheckText(string path, out char first)
    {
        first = '\0';
        using var reader = Utf8LineReader.Open(path);
        while (reader.TryRead(out var line))
        {
            if (first == '\0' && line.Length > 0) first = (char)line[0];
        }
    }

    private static TextTable ReadCsv(string path, char? separator)
    {
        var (rows, lines) = (new List<string[]>(), new List<long>());
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            using var csv = CsvReader.Create(stream, new CsvReaderOptions
            {
                HasHeader = false,
                Separator = separator,
                TrackLineNumbers = true,
                MaxRecordSize = MaxRecordBytes,
                MalformedData = separator == '\t' ? CsvMalformedDataHandling.Recover : CsvMalformedDataHandling.Throw,
            });
            while (csv.Read())
            {
                var cells = new string[csv.FieldCount];
                for (var column = 0; column < cells.Length; column++) cells[column] = csv.GetString(column);
                if (rows.Count > 0 && cells.Length != rows[0].Length)
                {
                    throw new InvalidInputException(InputKind.Data, path,
                        $"{cells.Length} columns, the first row has {rows[0].Length}; a text with a separator in it stands in quotes", csv.LineNumber);
                }
                rows.Add(cells);
                lines.Add(csv.LineNumber);
            }
        }
        catch (CsvFormatException e)
        {
            throw new InvalidInputException(InputKind.Data, path, $"malformed: {e.Message}", e.LineNumber > 0 ? e.LineNumber : null, e);
        }
        return new TextTable(rows, lines, null);
    }

    private static TextTable ReadJson(string path)
    {
        var (rows, lines, names) = (new List<string[]>(), new List<long>(), (string[]?)null);
        using var reader = Utf8LineReader.Open(path);
        while (NextLine(reader) is { } line)
        {
            if (line.AsSpan().Trim().IsEmpty) continue;
            var cells = Parse(line, path, reader.Line);
            names ??= [.. cells.Keys];
            rows.Add(Array.ConvertAll(names, name => cells.TryGetValue(name, out var cell) ? cell
                : throw new InvalidInputException(InputKind.Data, path, $"lacks \"{name}\", which the first line has", reader.Line)));
            lines.Add(reader.Line);
        }
        return new TextTable(rows, lines, names);
    }

    private static string? NextLine(Utf8LineReader reader) => reader.TryRead(out var line) ? Encoding.UTF8.GetString(line) : null;

    private static Dictionary<string, string> Parse(string line, string path, long number)
    {
        try
        {
            using var json = JsonDocument.Parse(line, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                throw new InvalidInputException(InputKind.Data, path, "expected an object {\"text\": …, \"label\": …} on each line", number);
            return json.RootElement.EnumerateObject().ToDictionary(
                cell => cell.Name, cell => Cell(cell.Value), StringComparer.Ordinal);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            var reason = e is JsonException json ? JsonFault.Describe(json) : e.Message;
            throw new InvalidInputException(InputKind.Data, path, $"no line of JSON: {reason}", number, e);
        }
    }

    private static string Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => _noCell,
    };
}
