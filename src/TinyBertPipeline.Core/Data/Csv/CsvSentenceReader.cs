using System.Globalization;
using System.Text;
using CsvHelper;
using TinyBertPipeline.Core.Data.Columns;
using TinyBertPipeline.Core.Data.Labeled;

namespace TinyBertPipeline.Core.Data.Csv;

/// <summary>
/// Reads tables as spreadsheets and data frames write them: a word a row, or a sentence a row with as many labels as words, both parted by
/// spaces or lists.
/// </summary>
internal sealed class CsvSentenceReader : ISentenceSource
{
    private readonly DataFormat _format;
    private readonly ReadingReport _report;
    private readonly char _delimiter;

    public CsvSentenceReader(string path, DataFormat format, ReadingReport report)
    {
        (_format, _report) = (format, report);
        var first = CheckLines(path);
        _delimiter = format.Delimiter switch
        {
            null => CsvRows.Delimiters.MaxBy(delimiter => first.Count(c => c == delimiter)),
            "tab" or "\\t" or "\t" => '\t',
            [var single] => single,
            _ => throw new InvalidInputException(InputKind.Configuration, null,
                $"delimiter '{format.Delimiter}': the cells of a table are parted by tab or one character"),
        };
    }

    public IEnumerable<LabeledSentence> Read()
    {
        using var rows = new CsvRows(_report.Path, _delimiter);
        CsvLayout? layout = null;
        var sentence = new SentenceBuilder();
        var (current, ended, words) = ("", false, 0L);
        while (rows.TryRead())
        {
            if (rows.IsBlank)
            {
                ended |= sentence.HasWords;
                if (sentence.TakeIfAny() is { } taken) yield return taken;
                continue;
            }
            if (layout is null)
            {
                layout = CsvLayout.Detect(rows.Cells, _format, _report);
                if (layout.HasHeader) continue;
            }
            if (Fault(rows, layout) is { } fault)
            {
                _report.Refuse(rows.Line, fault.Text, fault.Remedy);
                continue;
            }
            if (layout.Sentence >= 0 && rows.Cells[layout.Sentence] is { Length: > 0 } name && name != current)
            {
                (current, ended) = (name, true);
                if (sentence.TakeIfAny() is { } taken) yield return taken;
            }
            if (Labels(rows, layout) is { Length: > 0 } labels)
            {
                ended = true;
                if (AddSentence(rows, layout, labels, sentence) && sentence.TakeIfAny() is { } whole) yield return whole;
                continue;
            }
            words++;
            if (rows.Cells[layout.Word].Length == 0) _report.Count("row", "without a word left out", rows.Line);
            else sentence.Add(rows.Cells[layout.Word], rows.Cells[layout.Label], rows.Line);
        }
        if (sentence.TakeIfAny() is { } last) yield return last;
        if (!ended && words > 1) _report.Warn("no column marks sentences and no blank line parts them: all is one sentence",
            FormatRemedy.Set(nameof(DataFormat.SentenceColumn), "COLUMN"));
    }

    // Strictly UTF-8, no line too long; gives the first line.
    private static string CheckLines(string path)
    {
        using var lines = Utf8LineReader.Open(path);
        var first = "";
        while (lines.TryRead(out var line))
        {
            if (first.Length == 0) first = Encoding.UTF8.GetString(line);
        }
        return first;
    }

    private DataNote? Fault(CsvRows rows, CsvLayout layout)
    {
        if (rows.Malformed is { } reason) return new($"{Describe(reason)}; a cell with quotes is quoted and its quotes are doubled (RFC 4180)");
        if (rows.Cells.Length != layout.Columns)
            return new(string.Create(CultureInfo.InvariantCulture,
                $"{rows.Cells.Length} cells where the first line has {layout.Columns}; quote cells that hold the delimiter"));
        var (word, label) = (rows.Cells[layout.Word], rows.Cells[layout.Label]);
        if (label.Length == 0) return new($"no label beside {UserText.Quote(word)}");
        if (label.StartsWith('[') && ListCell.Parse(label) is null)
            return new($"{UserText.Quote(label)} begins as a list of labels, but is none; expected ['B-LOC', 'O']");
        return word.Length == 0 && !_format.DropEmptyWords
            ? new($"no word beside label {UserText.Quote(label)}", FormatRemedy.Set(nameof(DataFormat.DropEmptyWords), "true"))
            : null;
    }

    private static string Describe(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.StrayQuote => "a quote inside a cell without quotes",
        CsvMalformedReason.TextAfterClosingQuote => "text behind a closing quote",
        _ => "a quote is not closed in its line",
    };

    // The labels of a sentence, where its cell holds several or is a list.
    private static string[] Labels(CsvRows rows, CsvLayout layout)
    {
        if (ListCell.Parse(rows.Cells[layout.Label]) is { } list) return list;
        var labels = rows.Cells[layout.Label].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return labels.Length > 1 && labels.All(label => LabelForm.IsLabel(label)) ? labels : [];
    }

    private bool AddSentence(CsvRows rows, CsvLayout layout, string[] labels, SentenceBuilder sentence)
    {
        var words = ListCell.Parse(rows.Cells[layout.Word]) ?? rows.Cells[layout.Word].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != labels.Length)
        {
            _report.Refuse(rows.Line, string.Create(CultureInfo.InvariantCulture, $"{words.Length} words, but {labels.Length} labels"));
            return false;
        }
        if (ListCell.IsList(rows.Cells[layout.Label]) && !TryName(labels, rows.Line)) return false;
        for (var i = 0; i < words.Length; i++) sentence.Add(words[i], labels[i], rows.Line);
        return true;
    }

    // Labels that are numbers get their names.
    private bool TryName(string[] labels, long line)
    {
        for (var i = 0; i < labels.Length; i++)
        {
            if (!int.TryParse(labels[i], NumberStyles.None, CultureInfo.InvariantCulture, out _)) continue;
            var (name, fault) = NumberedLabel.Find(labels[i], _format.LabelNames);
            if (name is null)
            {
                _report.Refuse(line, string.Create(CultureInfo.InvariantCulture, $"label {i} {fault}"),
                    FormatRemedy.Set(nameof(DataFormat.LabelNames), "O,B-PER,I-PER"));
                return false;
            }
            labels[i] = name;
        }
        return true;
    }
}
