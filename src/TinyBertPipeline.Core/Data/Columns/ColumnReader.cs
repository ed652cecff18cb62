using System.Globalization;

namespace TinyBertPipeline.Core.Data.Columns;

/// <summary>Reads the sentences of a file in columns, one after the other and in flat memory.</summary>
internal sealed class ColumnReader : ISentenceSource
{
    private const string LineForm = "; a line is a word, spaces or a tab, and its label";
    private const string NewDocument = "# newdoc";          // CoNLL-U

    private readonly string _path;
    private readonly DataFormat _format;
    private readonly ColumnLayout _layout;
    private readonly ReadingReport _report;

    public ColumnReader(string path, DataFormat format, ReadingReport report)
    {
        (_path, _format, _report) = (path, format, report);
        _layout = ColumnLayoutDetector.Detect(ColumnSurvey.Of(path, format), format, report);
    }

    public IEnumerable<LabeledSentence> Read()
    {
        using var lines = new ColumnLines(_path, _format);
        var sentence = new SentenceBuilder();
        var brackets = new BracketLabels();
        while (lines.TryRead())
        {
            if (IsWord(lines, sentence))
            {
                if (_layout.Index >= 0 && IndexRestarts(lines, sentence) && Take(sentence) is { } earlier) yield return earlier;
                AddWord(lines, sentence, brackets);
            }
            else if (lines.Line != _layout.HeaderLine)
            {
                brackets.StartSentence();
                if (Take(sentence) is { } ended) yield return ended;
                CountLeftOut(lines, sentence);
            }
        }
        if (Take(sentence) is { } last) yield return last;
    }

    private LabeledSentence? Take(SentenceBuilder builder)
    {
        var sentence = builder.TakeIfAny();
        if (sentence is not null && _layout.Columns is { } most && builder.Columns != most)
        {
            _report.Count("sentence", string.Create(CultureInfo.InvariantCulture,
                $"with another number of columns than most ({most}), read by the same rule"), sentence.Line,
                    FormatRemedy.SetColumns(1, -1));
        }
        return sentence;
    }

    private bool IsWord(ColumnLines lines, SentenceBuilder sentence) => lines.Kind switch
    {
        LineKind.Word => lines.Line != _layout.HeaderLine,
        LineKind.Hash => !_layout.HasHashComments || sentence.HasWords || IsLabelledWord(lines),
        _ => false,
    };

    private bool IsLabelledWord(ColumnLines lines)
    {
        var label = ColumnLayout.Resolve(_layout.Label, lines.Columns.Count);
        return (_layout.Columns ?? lines.Columns.Count) == lines.Columns.Count && label >= 0 && label < lines.Columns.Count
            && LabelForm.IsLabel(lines[label]);
    }

    // Numbers that begin again without a blank line begin a sentence.
    private bool IndexRestarts(ColumnLines lines, SentenceBuilder sentence)
    {
        if (_layout.Index >= lines.Columns.Count || !IndexStatistics.TryParse(lines[_layout.Index], out var number)) return false;
        var restarts = sentence.HasWords && number <= sentence.LastIndex && number is 0 or 1;
        if (restarts) _report.Count("sentence", "begins where the numbers begin again, without a blank line before it", lines.Line);
        sentence.LastIndex = number;
        return restarts;
    }

    private void AddWord(ColumnLines lines, SentenceBuilder sentence, BracketLabels brackets)
    {
        if (_layout.Index >= 0 && _layout.Index < lines.Columns.Count && IndexStatistics.IsRange(lines[_layout.Index]))
        {
            _report.Count("line", "of a joined or left-out word (numbered as 1-2 or 1.1) left out", lines.Line);
            return;
        }
        if (lines.Columns.Count != _layout.Columns && _layout.Columns is not null) lines.DropEmptyColumns();
        if (lines.Columns.Count + 1 == _layout.Columns) lines.CountIndent();
        if (Fault(lines) is { } fault)
        {
            _report.Refuse(lines.Line, fault.Text, fault.Remedy);
            return;
        }
        if (!FitsSentence(lines, sentence)) return;
        var word = lines[ColumnLayout.Resolve(_layout.Word, lines.Columns.Count)];
        if (word.IsEmpty)
        {
            _report.Count("line", "without a word left out", lines.Line);
            return;
        }
        var label = lines[ColumnLayout.Resolve(_layout.Label, lines.Columns.Count)];
        if (_layout.Feature is { } feature) sentence.Add(word, CellFeatures.Find(label, feature) ?? LabelForm.Outside, lines.Line);
        else if (!_layout.HasBrackets) sentence.Add(word, label, lines.Line);
        else if (brackets.Convert(label) is { } converted) sentence.Add(word, converted, lines.Line);
        else _report.Refuse(lines.Line,
            $"{UserText.Quote(label)} is no entity in brackets here; expected (TYPE*, *, *) or (TYPE), in pairs and not nested");
    }

    // Lines of a sentence have the same number of columns. Whole sentences may differ, as where files were joined; that is counted.
    private bool FitsSentence(ColumnLines lines, SentenceBuilder sentence)
    {
        if (_layout.Columns is not { } most) return true;
        var count = lines.Columns.Count;
        if (!sentence.HasWords) (sentence.Columns, sentence.FirstText) = (count, count == most ? "" : lines.Text);
        if (sentence.Columns == count) return true;
        if (count != most)
        {
            RefuseUneven(lines.Line, count, lines.Text, sentence.Columns);
            return false;
        }
        RefuseUneven(sentence.FirstLine, sentence.Columns, sentence.FirstText, most);
        sentence.Clear();
        sentence.Columns = count;
        return true;
    }

    private void RefuseUneven(long line, int count, string text, int others) =>
        _report.Refuse(line, string.Create(CultureInfo.InvariantCulture,
        $"{count} columns in {UserText.Quote(text)} where other lines have {others}; words with spaces are parted from labels by tabs"),
        Comment(text) ?? FormatRemedy.SetColumns(1, -1));

    private DataNote? Fault(ColumnLines lines)
    {
        var count = lines.Columns.Count;
        if (count == 1 && InvisibleText.SpaceBeforeLabel(lines.Text) is { } space) return new(
            $"no label in {UserText.Quote(lines.Text)}: {space} is no space that parts columns", FormatRemedy.Set(nameof(DataFormat.Delimiter), space));
        if (count == 1) return new($"no label in {UserText.Quote(lines.Text)}{LineForm}", Comment(lines.Text));
        var (word, label) = (ColumnLayout.Resolve(_layout.Word, count), ColumnLayout.Resolve(_layout.Label, count));
        if (word < 0 || word >= count) return new(string.Create(CultureInfo.InvariantCulture,
            $"no column {DataColumn.Shown(_layout.Word)} in {UserText.Quote(lines.Text)}: the line has {count}, and the word is looked for there"));
        if (label < 0 || label >= count) return new(string.Create(CultureInfo.InvariantCulture,
            $"no column {DataColumn.Shown(_layout.Label)} in {UserText.Quote(lines.Text)}: the line has {count}, and the label is looked for there"));
        if (lines[label].IsEmpty) return new($"no label in {UserText.Quote(lines.Text)}{LineForm}");
        if (_layout.Feature is null && lines[label].IndexOf(' ') is var gap and > 0 && !LabelForm.IsInside(lines[label][..gap]))
            return new($"label {UserText.Quote(lines[label])} holds a space: a line with a tab is split at tabs only",
                FormatRemedy.Set(nameof(DataFormat.Delimiter), "whitespace"));
        return lines[word].IsEmpty && !_format.DropEmptyWords
            ? new($"no word in {UserText.Quote(lines.Text)}{LineForm}", FormatRemedy.Set(nameof(DataFormat.DropEmptyWords), "true"))
            : null;
    }

    private void CountLeftOut(ColumnLines lines, SentenceBuilder sentence)
    {
        if (lines.Kind == LineKind.Document || lines.Text.StartsWith(NewDocument, StringComparison.Ordinal)) sentence.StartDocument();
        if (lines.Kind == LineKind.Invisible)
            _report.Count("line", $"of invisible characters ({InvisibleText.CodePoints(lines.Text)}) taken as blank", lines.Line);
        if (lines.Kind is LineKind.Comment or LineKind.Hash) _report.Count("comment", "left out", lines.Line);
    }

    // A line that begins so may be a comment.
    private static Remedy? Comment(string text) =>
        char.IsPunctuation(text[0]) || char.IsSymbol(text[0])
            ? FormatRemedy.Set(nameof(DataFormat.Comment), text[..(text.Length - text.AsSpan().TrimStart(text[0]).Length)]) : null;
}
