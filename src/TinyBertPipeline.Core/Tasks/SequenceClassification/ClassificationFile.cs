using System.Globalization;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Data;

namespace TinyBertPipeline.Core.Tasks.SequenceClassification;

/// <summary>A file of labelled texts. A classifier that is trained on it has its labels: in order as numbers where all are, else ordinal.</summary>
internal sealed class ClassificationFile : ILabeledFile
{
    private const int MostLabels = 10_000;
    private const int FewTexts = 2;                         // of a label

    private readonly string _columns;

    private ClassificationFile(string path, IReadOnlyList<LabeledText> texts, string columns)
    {
        (Path, Texts, _columns) = (path, texts, columns);
        string[] labels = [.. texts.Select(text => text.Label).Distinct(StringComparer.Ordinal)];
        Labels = labels.All(IsWhole) ? [.. labels.OrderBy(label => long.Parse(label, CultureInfo.InvariantCulture))]
            : [.. labels.Order(StringComparer.Ordinal)];
    }

    public string Path { get; }

    public IReadOnlyList<LabeledText> Texts { get; }

    public IReadOnlyList<string> Labels { get; }

    public string Description => $"{Texts.Count} {(Texts[0].Pair is null ? "texts" : "pairs")}, {Labels.Count} labels, {_columns}";

    public IReadOnlyList<DataNote> Warnings
    {
        get
        {
            var warnings = new List<DataNote>();
            if (Labels.Count == 1) warnings.Add(new($"{Path}: all texts have the label {Labels[0]}"));
            var rare = Texts.CountBy(text => text.Label).Where(count => count.Value < FewTexts).Select(count => count.Key).ToArray();
            if (Labels.Count > 1 && rare.Length > 0)
                warnings.Add(new($"{Path}: labels of a single text: {string.Join(", ", rare.Take(5))}{(rare.Length > 5 ? $" and {rare.Length - 5} more" : "")}"));
            return warnings;
        }
    }

    public BundleSettings Complete(BundleSettings settings) => settings;

    IEnumerable<string> ILabeledFile.Texts() => Texts.SelectMany(text => text.Pair is null ? [text.Text] : new[] { text.Text, text.Pair });

    /// <summary>The same file with some of its texts.</summary>
    public ClassificationFile Pick(IReadOnlyList<int> texts) => With([.. texts.Select(text => Texts[text])]);

    /// <summary>Other texts under the name of this file.</summary>
    public ClassificationFile With(IReadOnlyList<LabeledText> texts) => new(Path, texts, _columns);

    /// <exception cref="InvalidInputException">The file cannot be read, has no text, or its columns cannot be told.</exception>
    public static ClassificationFile Read(string path, DataOptions options)
    {
        var table = TextTable.Read(path);
        var hasHeader = table.Names is null && table.Rows.Count > 0 && TextColumns.IsHeader(table.Rows[0], options);
        var (names, skip) = (table.Names ?? (hasHeader ? table.Rows[0] : null), hasHeader ? 1 : 0);
        string[][] rows = [.. table.Rows.Skip(skip)];
        if (rows.Length == 0) throw new InvalidInputException(InputKind.Data, path, "no texts; expected rows with a text and its label");
        var columns = TextColumns.Find(names, rows, options, path);
        LabeledText[] texts = [.. rows.Zip(table.Lines.Skip(skip), (row, line) => Read(row, line, columns, names, path))];
        var file = new ClassificationFile(path, texts, columns.Describe(names));
        return file.Labels.Count <= MostLabels && file.Labels.Count <= Math.Max(2, texts.Length / 2 + 1) ? file
            : throw new InvalidInputException(InputKind.Data, path,
                $"{file.Labels.Count} different labels for {texts.Length} texts ({columns.Describe(names)}): is this the column of labels?");
    }

    private static LabeledText Read(string[] row, long line, TextColumns columns, IReadOnlyList<string>? names, string path)
    {
        foreach (var column in new[] { columns.Text, columns.Pair ?? columns.Text, columns.Label })
        {
            if (TextTable.IsNoCell(row[column]))
                throw new InvalidInputException(InputKind.Data, path, $"\"{names![column]}\" is a list, an object or null; expected a text or a number", line);
        }
        var (text, label) = (row[columns.Text], row[columns.Label].Trim());
        if (string.IsNullOrWhiteSpace(text)) throw new InvalidInputException(InputKind.Data, path, "the text is empty", line);
        if (label.Length == 0) throw new InvalidInputException(InputKind.Data, path, "the label is empty", line);
        return new LabeledText(text, columns.Pair is { } pair ? row[pair] : null, label, line);
    }

    private static bool IsWhole(string label) => long.TryParse(label, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
}
