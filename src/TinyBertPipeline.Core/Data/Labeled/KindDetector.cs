using System.Text;
using TinyBertPipeline.Core.Data.Columns;
using TinyBertPipeline.Core.Data.Csv;

namespace TinyBertPipeline.Core.Data.Labeled;

/// <summary>Tells by its first line whether a file is JSON, CSV or plain columns.</summary>
internal static class KindDetector
{
    private const int Looked = 1 << 16;

    public static DataKind Detect(string path, DataFormat format)
    {
        if (format.Kind != DataKind.Auto) return format.Kind;
        if (format.SentenceColumn is not null || format.Delimiter is [',' or ';' or '|']) return DataKind.Csv;
        var (first, second) = FirstLines(path);
        if (IsJson(first)) return DataKind.Json;
        return format.Delimiter is null && IsTable(first, second) ? DataKind.Csv : DataKind.Columns;
    }

    // The first lines with text, or their beginnings where they are long. Whether they are UTF-8 is checked by the reader.
    private static (string First, string Second) FirstLines(string path)
    {
        using var stream = Utf8LineReader.OpenFile(path);
        var bytes = new byte[Looked];
        var text = Encoding.UTF8.GetString(bytes, 0, stream.ReadAtLeast(bytes, Looked, throwOnEndOfStream: false)).TrimStart('\uFEFF');
        string[] lines = [.. text.Split('\n').Select(line => line.Trim(' ', '\t', '\r')).Where(line => line.Length > 0).Take(2)];
        return (lines.ElementAtOrDefault(0) ?? "", lines.ElementAtOrDefault(1) ?? "");
    }

    // A bracket may be a word; then the line ends with a label. A line of JSON begins with brackets and ends with a sign, if its end was
    // seen.
    private static bool IsJson(string line)
    {
        if (line.Length == 0 || line[0] is not ('{' or '[')) return false;
        var rest = line.AsSpan(1).TrimStart(" \t");
        return rest.IsEmpty || rest[0] is '"' or '{' or '[' or '}' or ']'
            && (line[^1] is '}' or ']' or '{' or '[' or ',' or ':' or '"' || line.Length >= Looked / 4);
    }

    private static bool IsTable(string line, string second)
    {
        foreach (var delimiter in CsvRows.Delimiters)
        {
            string[] cells = [.. line.Split(delimiter).Select(cell => cell.Trim(' ', '"'))];
            // Tabs part plain columns too: a column of sentences makes them a table, or a sentence a row.
            if (ColumnHeader.IsHeader(cells) && (delimiter != '\t' || ColumnHeader.FindSentence(cells) >= 0
                || HoldsLabels(second, ColumnHeader.FindLabel(cells)))) return true;
            if (delimiter != '\t' && cells.Length > 1 && LabelForm.IsLabel(cells[^1]) && !line.AsSpan().ContainsAny(' ', '\t')) return true;
        }
        return false;
    }

    // Several labels in one cell, or a list.
    private static bool HoldsLabels(string line, int column) => line.Split('\t').ElementAtOrDefault(column) is { } cell
        && (ListCell.IsList(cell) || cell.Split(' ') is { Length: > 1 } labels && labels.All(label => LabelForm.IsLabel(label)));
}
