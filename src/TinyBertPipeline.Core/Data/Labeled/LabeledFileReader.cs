using System.Globalization;
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

    // What was asked for and found; an option that changes nothing is likely a slip.
    private bool _hasOutside, _hasNotation, _hasLanguage, _hasPosition;

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
            Clean(sentence);
            if (_format.Outside is not null || _notation is not null) Rewrite(sentence.Labels);
            statistics.Add(sentence);
            yield return sentence;
        }
        statistics.Report(_report);
        foreach (var (text, isUsed) in new[]
        {
            ($"no word has the label {UserText.Quote(_format.Outside)}, which is to stand for O", _format.Outside is null || _hasOutside),
            ($"no label is written as {_format.WrittenAs}", _notation is null || _hasNotation),
            ("no word begins with a language", !_format.StripLanguage || _hasLanguage),
            ("no word is one character and a number", !_format.StripPosition || _hasPosition),
        })
        {
            if (!isUsed) _report.Warn(text);
        }
    }

    private static DataFormat UniversalNer(DataFormat format) => format with
    {
        WordColumn = format.WordColumn ?? DataColumn.At(2),
        LabelColumn = format.LabelColumn ?? DataColumn.At(3),
    };

    // Two labels that look the same on every screen would be two types.
    private void Clean(LabeledSentence sentence)
    {
        for (var i = 0; i < sentence.Labels.Length; i++)
        {
            var (label, clean) = (sentence.Labels[i], InvisibleText.Clean(sentence.Labels[i]));
            if (clean == label) continue;
            var without = label.EnumerateRunes().First(rune => rune.Value > '~' || rune.Value < '!');
            _report.Count("label", string.Create(CultureInfo.InvariantCulture, $"read without U+{without.Value:X4}, which shows nothing"), sentence.LineOf(i));
            sentence.Labels[i] = clean;
        }
    }

    private void Rewrite(string[] labels)
    {
        for (var i = 0; i < labels.Length; i++)
        {
            var label = labels[i] == _format.Outside ? LabelForm.Outside : _notation?.Read(labels[i]) ?? labels[i];
            _hasOutside |= labels[i] == _format.Outside;
            _hasNotation |= labels[i] != _format.Outside && label != labels[i];
            labels[i] = label;
        }
    }

    private void Strip(LabeledSentence sentence)
    {
        var words = sentence.Words;
        for (var i = 0; i < words.Length; i++)
        {
            if (_format.StripLanguage && WordStatistics.LanguageOf(words[i]).Length is var language and > 0)
                (words[i], _hasLanguage) = (words[i][language..], true);
            if (_format.StripPosition && WordStatistics.PositionStart(words[i]) is var position and > 0)
                (words[i], _hasPosition) = (words[i][..position], true);
        }
    }
}
