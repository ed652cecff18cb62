using System.Globalization;

namespace TinyBertPipeline.Core.Tasks.SequenceClassification;

/// <summary>Which columns of a table hold the text, the second text of a pair, and the label; counted from 0.</summary>
internal sealed record TextColumns(int Text, int? Pair, int Label)
{
    private static readonly string[] _labelNames = ["label", "labels", "class", "category", "sentiment", "target", "gold_label", "intent"];
    private static readonly string[] _textNames = ["text", "sentence", "content", "review", "tweet", "document", "title", "utterance", "comment"];

    private static readonly (string First, string Second)[] _pairNames =
    [
        ("sentence1", "sentence2"), ("premise", "hypothesis"), ("question1", "question2"), ("text_a", "text_b"), ("text", "text_pair"),
        ("text1", "text2"), ("question", "sentence"), ("question", "passage"), ("query", "passage"),
    ];

    /// <summary>Whether a row can be read as the names of columns: the usual ones, or those that were asked for.</summary>
    public static bool IsHeader(IReadOnlyList<string> row, DataOptions options) =>
        options.Header ?? (options.TextColumns.Append(options.LabelColumn).Any(name => name is not null && !IsNumber(name))
            || (row.Any(cell => Is(_labelNames, cell)) && row.Any(cell => Is(_textNames, cell) || _pairNames.Any(pair => Is([pair.First], cell)))));

    /// <summary>Finds the columns.</summary>
    /// <param name="names">The columns' names, or null without a header.</param>
    /// <param name="rows">The rows behind it.</param>
    /// <param name="options">What the user named.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="InvalidInputException">There is no such column, or none can be told to be the text or the label.</exception>
    public static TextColumns Find(IReadOnlyList<string>? names, IReadOnlyList<string[]> rows, DataOptions options, string path)
    {
        var columns = names?.Count ?? rows[0].Length;
        int Named(string column) => Place(column, names, columns, path);
        int? label = options.LabelColumn is { } given ? Named(given) : names is null ? null : FirstOf(names, _labelNames);
        int[] texts = [.. options.TextColumns.Select(Named)];
        if (texts.Length > 2) throw Refuse(path, $"{texts.Length} text columns were named; a model takes one text or a pair");
        if (texts.Length == 0 && names is not null) texts = ByName(names);
        if (label is null || texts.Length == 0)
        {
            if (columns is < 2 or > 3) throw Refuse(path, Unknown(names, columns));
            label ??= FewestValues(rows, columns, texts);
            if (texts.Length == 0) texts = [.. Enumerable.Range(0, columns).Where(column => column != label)];
        }
        if (texts.Contains(label.Value)) throw Refuse(path, "text and label would be the same column; name the columns");
        return new TextColumns(texts[0], texts.Length > 1 ? texts[1] : null, label.Value);
    }

    /// <summary>The columns as they are told to the user.</summary>
    public string Describe(IReadOnlyList<string>? names)
    {
        string Name(int column) => names is null ? (column + 1).ToString(CultureInfo.InvariantCulture) : $"'{names[column]}'";
        return $"text column {Name(Text)}{(Pair is { } pair ? $" with {Name(pair)}" : "")}, label column {Name(Label)}";
    }

    private static int[] ByName(IReadOnlyList<string> names)
    {
        foreach (var (first, second) in _pairNames)
        {
            if (FirstOf(names, [first]) is { } one && FirstOf(names, [second]) is { } other) return [one, other];
        }
        return FirstOf(names, _textNames) is { } text ? [text] : [];
    }

    private static int Place(string column, IReadOnlyList<string>? names, int columns, string path)
    {
        if (IndexOf(names ?? [], name => name == column) is >= 0 and var named) return named;
        if (IsNumber(column) && int.Parse(column, CultureInfo.InvariantCulture) is var number && number >= 1 && number <= columns) return number - 1;
        var known = names is null ? $"the file has no header; columns are 1 to {columns}" : $"columns are {string.Join(", ", names)}";
        throw Refuse(path, $"there is no column '{column}'; {known}");
    }

    private static int? FirstOf(IReadOnlyList<string> names, string[] known)
    {
        foreach (var wanted in known)
        {
            if (IndexOf(names, name => string.Equals(name.Trim(), wanted, StringComparison.OrdinalIgnoreCase)) is >= 0 and var place) return place;
        }
        return null;
    }

    private static int IndexOf(IReadOnlyList<string> names, Predicate<string> wanted) => Array.FindIndex([.. names], wanted);

    // Labels repeat themselves, texts do not; where neither does, labels are shorter.
    private static int FewestValues(IReadOnlyList<string[]> rows, int columns, int[] texts) => Enumerable.Range(0, columns)
        .Where(column => !texts.Contains(column))
        .MinBy(column => (rows.Select(row => row[column]).Distinct(StringComparer.Ordinal).Count(), rows.Sum(row => (long)row[column].Length)));

    private static bool Is(string[] names, string cell) => names.Contains(cell.Trim(), StringComparer.OrdinalIgnoreCase);

    private static bool IsNumber(string column) => column.Length is > 0 and < 9 && column.All(char.IsAsciiDigit);

    private static string Unknown(IReadOnlyList<string>? names, int columns) =>
        $"which of the {columns} columns{(names is null ? "" : $" ({string.Join(", ", names)})")} is the text and which the label cannot be told; name them";

    private static InvalidInputException Refuse(string path, string message) => new(InputKind.Data, path, message);
}
