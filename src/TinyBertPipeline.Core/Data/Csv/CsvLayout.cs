using TinyBertPipeline.Core.Data.Columns;

namespace TinyBertPipeline.Core.Data.Csv;

/// <summary>Which columns of a table hold words, labels and sentences, from 0.</summary>
/// <param name="Word">The column of the word.</param>
/// <param name="Label">The column of the label.</param>
/// <param name="Sentence">The column that changes where a sentence begins, or -1.</param>
/// <param name="Columns">The number of columns.</param>
/// <param name="HasHeader">Whether the first row names the columns.</param>
internal sealed record CsvLayout(int Word, int Label, int Sentence, int Columns, bool HasHeader)
{
    /// <summary>Decides by the first row and by what the format names; says so.</summary>
    /// <exception cref="InvalidInputException">Which columns hold words and labels is not known.</exception>
    public static CsvLayout Detect(string[] first, DataFormat format, ReadingReport report)
    {
        var isNamed = new[] { format.WordColumn, format.LabelColumn, format.SentenceColumn }.Any(column => column?.Name is not null);
        var hasNames = ColumnHeader.IsHeader(first);
        var label = ColumnLayout.Resolve(format.LabelColumn?.Index(first, report.Path) ?? (hasNames ? ColumnHeader.FindLabel(first) : -1),
            first.Length);
        var hasHeader = isNamed || hasNames || label >= 0 && label < first.Length && !LabelForm.IsLabel(first[label]);
        var names = hasHeader ? first : null;
        if (format.LabelColumn is null && !hasNames && hasHeader)
        {
            throw new InvalidInputException(InputKind.Data, report.Path,
                $"no column is named as labels are (label, tag, ner_tags), of {string.Join(", ", first)}", 1)
            {
                Remedy = FormatRemedy.Set(nameof(DataFormat.LabelColumn), "COLUMN"),
            };
        }
        var word = ColumnLayout.Resolve(format.WordColumn?.Index(names, report.Path) ?? (hasNames ? ColumnHeader.FindWord(first) : 0),
            first.Length);
        var sentence = format.SentenceColumn is { } named ? ColumnLayout.Resolve(named.Index(names, report.Path), first.Length)
            : hasHeader ? ColumnHeader.FindSentence(first) : -1;
        if (sentence == word || sentence == label) sentence = -1;
        foreach (var column in new[] { word, label, sentence })
        {
            if (column >= first.Length || column < -1) throw new InvalidInputException(InputKind.Data, report.Path,
                $"there is no such column: the first line has {first.Length}", 1);
        }
        if (word == label)
        {
            throw new InvalidInputException(InputKind.Data, report.Path, FormattableString.Invariant($"word and label would both be column {word + 1}"), 1)
            {
                Remedy = FormatRemedy.Set(nameof(DataFormat.WordColumn), "COLUMN"),
            };
        }
        var layout = new CsvLayout(word, label, sentence, first.Length, hasHeader);
        report.Note($"CSV: word in {layout.Shown(word, first)}, label in {layout.Shown(label, first)}, "
            + (sentence < 0 ? "blank lines between sentences" : $"a sentence where {layout.Shown(sentence, first)} changes"));
        return layout;
    }

    private string Shown(int column, string[] first) =>
        HasHeader ? $"column {column + 1} ('{first[column]}')" : $"column {column + 1}";
}
