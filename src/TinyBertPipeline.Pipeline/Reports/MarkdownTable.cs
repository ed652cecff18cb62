using System.Text;

namespace TinyBertPipeline.Pipeline.Reports;

/// <summary>A table as Markdown; numbers are aligned right.</summary>
public sealed class MarkdownTable(params string[] columns)
{
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row with one cell a column.</summary>
    public void Add(params string[] cells)
    {
        if (cells.Length != columns.Length) throw new ArgumentException($"{cells.Length} cells for {columns.Length} columns");
        _rows.Add(cells);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        var numeric = Enumerable.Range(0, columns.Length).Select(column => _rows.Count > 0 && _rows.All(row => LooksNumeric(row[column]))).ToArray();
        AppendRow(text, columns);
        AppendRow(text, [.. numeric.Select(right => right ? "---:" : "---")]);
        foreach (var row in _rows) AppendRow(text, row);
        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, string[] cells) =>
        text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");

    private static bool LooksNumeric(string cell) => cell is "" or "–" || char.IsAsciiDigit(cell.TrimStart('-').FirstOrDefault());
}
