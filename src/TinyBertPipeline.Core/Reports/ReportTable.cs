using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Configuration;

namespace TinyBertPipeline.Core.Reports;

/// <summary>A table with typed cells: shown to people in a column's format, given to machines as they are.</summary>
/// <param name="Columns">The columns.</param>
public sealed record ReportTable(params ReportColumn[] Columns) : ReportBlock
{
    private const string Nothing = "–";
    private const string Reflection = "Cells of any type are written by reflection.";

    private readonly List<object?[]> _rows = [];

    /// <summary>What it shows, where no heading says so; or empty.</summary>
    public string Caption { get; init; } = "";

    /// <summary>Whether cells are shaded by their numbers, as in a matrix of confusions.</summary>
    public bool IsShaded { get; init; }

    /// <summary>The cells of each row: texts, numbers, or null where there is none.</summary>
    public IReadOnlyList<object?[]> Rows => _rows;

    /// <summary>Adds a row with one cell a column.</summary>
    /// <exception cref="ArgumentException">It has another number of cells.</exception>
    public ReportTable Add(params object?[] cells)
    {
        if (cells.Length != Columns.Length) throw new ArgumentException($"{cells.Length} cells for {Columns.Length} columns");
        _rows.Add(cells);
        return this;
    }

    /// <summary>The columns that people see, with their cells as text.</summary>
    public IReadOnlyList<(string Header, bool IsNumeric, string[] Cells)> ToText() =>
    [
        .. Columns.Index().Where(column => column.Item.IsShown).Select(column =>
        {
            var cells = _rows.Select(row => row[column.Index]).ToArray();
            var isNumeric = cells.Length > 0 && cells.All(cell => cell is not string);
            return (column.Item.Header, isNumeric, Array.ConvertAll(cells, cell => Text(cell, column.Item)));
        }),
    ];

    /// <summary>A flat object a row, with the columns' keys.</summary>
    [RequiresUnreferencedCode(Reflection), RequiresDynamicCode(Reflection)]
    public IReadOnlyList<JsonObject> ToJson() =>
    [
        .. _rows.Select(row => new JsonObject(Columns.Zip(row).Where(cell => cell.First.Key.Length > 0)
            .Select(cell => KeyValuePair.Create(cell.First.Key, JsonSerializer.SerializeToNode(cell.Second, OptionsFile.Json))))),
    ];

    private static string Text(object? cell, ReportColumn column) => cell switch
    {
        null => Nothing,
        double.NaN => Nothing,
        double number => (number * column.Factor).ToString(column.Format, CultureInfo.InvariantCulture) + column.Unit,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture) + column.Unit,
        _ => UntrustedText.Cell(cell.ToString()!),
    };
}

/// <summary>A column of a table.</summary>
/// <param name="Header">What people read above it.</param>
/// <param name="Key">Its name for machines; empty where it is for people alone.</param>
public sealed record ReportColumn(string Header, string Key = "")
{
    /// <summary>How numbers are shown.</summary>
    public string Format { get; init; } = "";

    /// <summary>What numbers are multiplied with for people.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>What stands behind a number for people.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Whether people see it.</summary>
    public bool IsShown { get; init; } = true;

    /// <summary>Numbers in a format.</summary>
    public static ReportColumn Number(string header, string format, string key = "", double factor = 1) =>
        new(header, key) { Format = format, Factor = factor };

    /// <summary>Shares of 1, shown in per cent with two digits.</summary>
    public static ReportColumn Percent(string header, string key = "") => Number(header, "0.00", key, 100);

    /// <summary>Differences in powers of ten.</summary>
    public static ReportColumn Scientific(string header, string key = "") => Number(header, "0.0e+0", key);

    /// <summary>For machines alone.</summary>
    public static ReportColumn Hidden(string key) => new("", key) { IsShown = false };

    /// <summary>A text, or a number as it is.</summary>
    public static implicit operator ReportColumn(string header) => new(header);
}
