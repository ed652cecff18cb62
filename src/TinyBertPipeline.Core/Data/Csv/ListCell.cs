using System.Text;

namespace TinyBertPipeline.Core.Data.Csv;

/// <summary>Lists in a cell as data frames write them: <c>['B-LOC', 'O']</c>, <c>["It's" 'x']</c> (NumPy), <c>[3, 0]</c>.</summary>
internal static class ListCell
{
    public static bool IsList(string cell) => cell is ['[', .., ']'];

    /// <summary>The items; null where the cell is no list.</summary>
    public static string[]? Parse(string cell)
    {
        if (!IsList(cell)) return null;
        var items = new List<string>();
        for (var at = 1; at < cell.Length - 1;)
        {
            if (cell[at] is ' ' or ',')
            {
                at++;
                continue;
            }
            if ((cell[at] is '\'' or '"' ? Quoted(cell, ref at) : Bare(cell, ref at)) is not { } item) return null;
            items.Add(item);
        }
        return [.. items];
    }

    // The last character is the closing bracket.
    private static string? Quoted(string cell, ref int at)
    {
        var (quote, text) = (cell[at++], new StringBuilder());
        for (; at < cell.Length - 1; at++)
        {
            if (cell[at] == quote)
            {
                at++;
                return text.ToString();
            }
            if (cell[at] == '\\' && at + 1 < cell.Length - 1 && cell[at + 1] is '\\' or '\'' or '"') at++;
            text.Append(cell[at]);
        }
        return null;
    }

    private static string Bare(string cell, ref int at)
    {
        var start = at;
        while (at < cell.Length - 1 && cell[at] is not (' ' or ',')) at++;
        return cell[start..at];
    }
}
