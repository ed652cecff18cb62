using System.Globalization;

namespace TinyBertPipeline.Core.Data.Columns;

/// <summary>
/// Decides which columns are words and labels: what the format names, else what the survey of the whole file shows; says so.
/// </summary>
internal sealed class ColumnLayoutDetector(ColumnSurvey survey, DataFormat format, ReadingReport report)
{
    private const int ConllWord = 3, ConllEntity = 10, ConllColumns = 12;

    public static ColumnLayout Detect(ColumnSurvey survey, DataFormat format, ReadingReport report) =>
        new ColumnLayoutDetector(survey, format, report).Detect();

    private ColumnLayout Detect()
    {
        if (survey.Groups.Count == 0) return new ColumnLayout(Named(format.WordColumn) ?? 0, Named(format.LabelColumn) ?? -1);
        var lines = survey.Groups[0];
        ThrowIfAbsent();
        if (survey.IsConll2012 && lines.Columns >= ConllColumns - 1) return Conll2012(lines);
        var index = format.WordColumn is null && lines.Columns > 2 ? survey.FindIndex() : -1;
        if (index >= lines.Columns - 2) index = -1;
        var word = Named(format.WordColumn) ?? (survey.Header is { } names && ColumnHeader.FindWord(names) is var found and >= 0 ? found
            : format.LabelColumn is null && LabelsAreFirst(lines, index + 1) ? index + 2 : FirstFilled(lines, index + 1));
        var others = new List<(int Index, ColumnStatistics Statistics)>();
        var label = Named(format.LabelColumn) ?? FindLabel(lines, index, ColumnLayout.Resolve(word, lines.Columns), others);
        var place = ColumnLayout.Resolve(label, lines.Columns);
        ThrowIfSame(lines, ColumnLayout.Resolve(word, lines.Columns), place);
        var feature = place >= 0 && place < lines.Columns && !lines.At(place).HoldsLabels ? lines.At(place).LabelFeature : null;
        Describe(lines, index, ColumnLayout.Resolve(word, lines.Columns), place, feature);
        foreach (var (other, statistics) in others) DescribeOther(other, statistics, lines.At(label));
        return new ColumnLayout(word, label == lines.Columns - 1 ? -1 : label)   // the last stays the last where lines differ
        {
            Index = index,
            Columns = format.WordColumn is null || format.LabelColumn is null ? lines.Columns : null,
            Feature = feature,
            HeaderLine = survey.HeaderLine,
            HasHashComments = format.Comment is null && survey.HashLines > 0,
        };
    }

    private int? Named(DataColumn? column) => column?.Index(survey.Header, report.Path);

    // Its entities are in brackets; some files have labels with letters instead, in whichever column.
    private ColumnLayout Conll2012(ColumnGroup lines)
    {
        var word = Named(format.WordColumn) ?? ConllWord;
        var named = Named(format.LabelColumn);
        (int Index, ColumnStatistics Statistics)[] labels = [.. lines.All.Where(column =>
            column.Index != word && column.Statistics is { HoldsLabels: true, IsAllOutside: false, ArePhrases: false })];
        var label = named ?? (lines.At(ConllEntity).HasBrackets || labels.Length == 0 ? ConllEntity : labels[^1].Index);
        var place = ColumnLayout.Resolve(label, lines.Columns);
        var hasBrackets = place >= 0 && place < lines.Columns && !labels.Any(column => column.Index == place);
        report.Note(string.Create(CultureInfo.InvariantCulture,
            $"columns of CoNLL-2012 (OntoNotes): the word is column {word + 1}, its {(hasBrackets ? "entity in brackets" : "label")} column {place + 1}"));
        return new ColumnLayout(word, label) { HasBrackets = hasBrackets, HasHashComments = true };
    }

    // Said once, and not of every line.
    private void ThrowIfAbsent()
    {
        var most = survey.Groups.Max(group => group.Columns);
        foreach (var column in new[] { Named(format.WordColumn), Named(format.LabelColumn) })
        {
            if (column is { } place && (place >= most || place < -most))
            {
                throw new InvalidInputException(InputKind.Data, report.Path, string.Create(CultureInfo.InvariantCulture,
                    $"there is no column {DataColumn.Shown(place)}: lines have {most} at most"));
            }
        }
    }

    private void ThrowIfSame(ColumnGroup lines, int word, int label)
    {
        if (word != label || lines.Columns == 1) return;
        var isWordNamed = format.WordColumn is not null && format.LabelColumn is null;
        throw new InvalidInputException(InputKind.Data, report.Path, string.Create(CultureInfo.InvariantCulture,
            $"word and label would both be column {word + 1} of {lines.Columns}"))
        {
            Remedy = FormatRemedy.Set(isWordNamed ? nameof(DataFormat.LabelColumn) : nameof(DataFormat.WordColumn), "COLUMN"),
        };
    }

    private int FirstFilled(ColumnGroup lines, int first)
    {
        var label = Named(format.LabelColumn) is { } named ? ColumnLayout.Resolve(named, lines.Columns) : -1;
        var filled = Enumerable.Range(first, lines.Columns - first).Where(column => column != label && !lines.At(column).IsEmpty);
        return filled.DefaultIfEmpty(first).First();
    }

    private int FindLabel(ColumnGroup lines, int index, int word, List<(int Index, ColumnStatistics Statistics)> others)
    {
        if (survey.Header is { } names && ColumnHeader.FindLabel(names) is var named and >= 0 && named < lines.Columns) return named;
        var last = lines.Columns - 1;
        var columns = lines.All.Where(column => column.Index != index && column.Index != word).ToArray();
        var labels = columns.Where(column => column.Statistics.HoldsLabels).ToArray();
        if (labels.Length == 0) labels = [.. columns.Where(column => column.Statistics.HoldsBareTypes)];
        if (labels.Length == 0) return columns.Where(column => column.Statistics.LabelFeature is not null).Select(column => column.Index)
            .DefaultIfEmpty(last).Last();
        // Phrases beside entities, as in CoNLL-2003, are labels of another task.
        if (labels.Any(column => !column.Statistics.ArePhrases)) labels = [.. labels.Where(column => !column.Statistics.ArePhrases)];
        // Numbered words with several columns of labels (GermEval 2014) have the outer entities first; else the last column counts.
        var label = index >= 0 ? FirstOfRun(labels) : labels[^1].Index;
        others.AddRange(labels.Where(column => column.Index != label));
        return label;
    }

    // Labels with types in the first column and none in another: the word is behind its label.
    private bool LabelsAreFirst(ColumnGroup lines, int first) => survey.Header is null && first + 1 < lines.Columns
        && lines.At(first) is { HoldsLabels: true } statistics && statistics.Types.Any(type => type.Length > 0)
        && lines.All.All(column => column.Index == first || !column.Statistics.HoldsLabels);

    private static int FirstOfRun((int Index, ColumnStatistics Statistics)[] labels)
    {
        var first = labels.Length - 1;
        while (first > 0 && labels[first - 1].Index == labels[first].Index - 1) first--;
        return labels[first].Index;
    }

    private void DescribeOther(int index, ColumnStatistics other, ColumnStatistics taken)
    {
        var types = other.IsAllOutside ? "all O" : string.Join(", ", other.Types.Order(StringComparer.Ordinal).Take(5));
        var note = new DataNote(string.Create(CultureInfo.InvariantCulture, $"column {index + 1} holds labels too ({types})"),
            NameLabel(index + 1));
        if (taken.IsAllOutside) report.OtherLabels = note;
        else report.Note(note.Text, note.Remedy);
    }

    private static Remedy NameLabel(int column) => FormatRemedy.Set(nameof(DataFormat.LabelColumn),
        column.ToString(CultureInfo.InvariantCulture));

    private void Describe(ColumnGroup lines, int index, int word, int label, string? feature)
    {
        report.Note(string.Create(CultureInfo.InvariantCulture,
            $"word in column {word + 1}, label in column {label + 1} of {lines.Columns}")
            + (feature is not null ? $" behind {feature}=" : "")
            + (index >= 0 ? string.Create(CultureInfo.InvariantCulture, $"; column {index + 1} counts the words") : "")
            + (survey.HeaderLine > 0 ? string.Create(CultureInfo.InvariantCulture, $"; line {survey.HeaderLine} names the columns") : ""));
        if (format.WordColumn is null && index < 0 && lines.Columns > 2 && lines.At(word).HoldsNumbers)
        {
            report.Warn(string.Create(CultureInfo.InvariantCulture,
                $"column {word + 1} holds whole numbers, and they are read as the words"),
                FormatRemedy.Set(nameof(DataFormat.WordColumn), (word + 2).ToString(CultureInfo.InvariantCulture)));
        }
        if (format.LabelColumn is null && label != lines.Columns - 1 && survey.Header is null && !lines.Last.HoldsLabels)
            report.Note("the last column holds no labels");
    }
}
