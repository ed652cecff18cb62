using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Data.Columns;
using TinyBertPipeline.Core.Data.Csv;
using TinyBertPipeline.Core.Data.Json;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Data.Labeled;

/// <summary>Reads labelled files of any layout as they are: words, and labels as written.</summary>
internal sealed class LabeledFileReader
{
    private const double MostLines = 0.95;

    private readonly DataFormat _format;
    private readonly LabelNotation? _notation;
    private readonly ReadingReport _report;
    private readonly ISentenceSource _source;

    private LabeledFileReader(string path, DataFormat format, Action<LabelProblem>? onProblem)
    {
        OptionsFaults.ThrowIfAny(format.Faults());
        _format = format;
        if (format.WrittenAs is { } written) _ = LabelNotation.TryParse(written, out _notation);
        _report = new ReadingReport(path, onProblem);
        _source = KindDetector.Detect(path, format) switch
        {
            DataKind.Csv => new CsvSentenceReader(path, format, _report),
            DataKind.Json => new JsonSentenceReader(path, format, _report),
            DataKind.UniversalNer => new ColumnReader(path, UniversalNer(format), _report),
            _ => new ColumnReader(path, format, _report),
        };
    }

    /// <summary>How the file is read, and what was left out so far.</summary>
    public IReadOnlyList<DataNote> Notes => _report.Notes;

    /// <summary>What is likely wrong, with the remedy; complete when all sentences were read.</summary>
    public IReadOnlyList<DataNote> Warnings => _report.Warnings;

    /// <summary>Looks at the whole file to find its layout.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">What is known of its layout; null for nothing.</param>
    /// <exception cref="InvalidInputException">The file is unreadable, or has no such columns.</exception>
    public static LabeledFileReader Open(string path, DataFormat? format = null) => new(path, format ?? DataFormat.Auto, null);

    /// <summary>Whether the first lines of a file are words with labels, or it is a table or JSON; else it is text.</summary>
    /// <exception cref="InvalidInputException">The file cannot be read.</exception>
    internal static bool IsLabeled(string path, int lines)
    {
        if (KindDetector.Detect(path, DataFormat.Auto) != DataKind.Columns) return true;
        var groups = ColumnSurvey.Of(path, DataFormat.Auto, lines).Groups;
        var all = groups.Sum(group => group.Lines);
        return groups.Where(group => group.Columns > 1 && group.Last.HoldsLabels).Sum(group => group.Lines) >= MostLines * all
            || (groups[0].Columns > 2 && groups[0].Lines >= MostLines * all
                && groups[0].All.Skip(1).Any(column => column.Statistics.HoldsLabels));
    }

    /// <summary>Opens a file of which every place that cannot be read is wanted, not the first alone.</summary>
    internal static LabeledFileReader Open(string path, DataFormat format, Action<LabelProblem> onProblem) => new(path, format, onProblem);

    /// <summary>Streams the sentences with their labels as written.</summary>
    /// <exception cref="InvalidInputException">While reading: a place that cannot be read, with its line.</exception>
    public static IEnumerable<LabeledSentence> ReadSentences(string path, DataFormat? format = null) => Open(path, format).ReadSentences();

    /// <summary>Streams the sentences with their labels as written. To be called once.</summary>
    /// <exception cref="InvalidInputException">While reading: a place that cannot be read, with its line.</exception>
    public IEnumerable<LabeledSentence> ReadSentences()
    {
        var statistics = new WordStatistics();
        foreach (var sentence in _source.Read())
        {
            if (_format.StripLanguage || _format.StripPosition) Strip(sentence);
            if (_format.Outside is not null || _notation is not null) Rewrite(sentence.Labels);
            statistics.Add(sentence);
            yield return sentence;
        }
        statistics.Report(_report);
    }

    private static DataFormat UniversalNer(DataFormat format) => format with
    {
        WordColumn = format.WordColumn ?? DataColumn.At(2),
        LabelColumn = format.LabelColumn ?? DataColumn.At(3),
    };

    private void Rewrite(string[] labels)
    {
        for (var i = 0; i < labels.Length; i++)
            labels[i] = labels[i] == _format.Outside ? LabelForm.Outside : _notation?.Read(labels[i]) ?? labels[i];
    }

    private void Strip(LabeledSentence sentence)
    {
        var words = sentence.Words;
        for (var i = 0; i < words.Length; i++)
        {
            if (_format.StripLanguage) words[i] = words[i][WordStatistics.LanguageOf(words[i]).Length..];
            if (_format.StripPosition && WordStatistics.PositionStart(words[i]) is var position and > 0) words[i] = words[i][..position];
        }
    }
}
