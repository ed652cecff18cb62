using System.Text.Json;
using TinyBertPipeline.Core.Data.Spans;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Data.Json;

/// <summary>
/// Reads JSON of annotation tools and data sets: words with labels, or texts with spans. A record is a sentence and a document.
/// </summary>
internal sealed class JsonSentenceReader : ISentenceSource
{
    private readonly DataFormat _format;
    private readonly JsonRecords _records;
    private readonly WordRecords _words;
    private readonly SpanRecords _spans;
    private readonly ReadingReport _report;
    private readonly SpanAligner _aligner;
    private bool _isDescribed;

    public JsonSentenceReader(string path, DataFormat format, ReadingReport report)
    {
        _records = new JsonRecords(path, report);
        (_format, _report) = (format, report);
        (_words, _spans, _aligner) = (new WordRecords(path, format, report), new SpanRecords(report, () => LabelNames), new SpanAligner(format, report));
    }

    // Those of the file are known once its head has been read.
    private IReadOnlyList<string>? LabelNames => _format.LabelNames ?? _records.LabelNames;

    public IEnumerable<LabeledSentence> Read()
    {
        var document = 0;
        foreach (var record in _records.Read())
        {
            if (Read(record) is { Words.Length: > 0 } sentence) yield return sentence with { Document = document++ };
        }
    }

    private LabeledSentence? Read(JsonRecord record)
    {
        try
        {
            if (record.Value.ValueKind == JsonValueKind.Null)
            {
                _report.Count("record", "of null left out", record.Line);
                return null;
            }
            if (_words.Find(record.Value) is { } words) return _words.Read(words, record.Line, LabelNames);
            if (_spans.Find(record) is not { } text) return null;
            Describe(text);
            return ToSentence(text, record.Line);
        }
        catch (InvalidOperationException e)
        {
            // System.Text.Json: a half of a surrogate pair, or another kind of value than its name promises.
            _report.Refuse(record.Line, $"cannot be read: {e.Message}");
            return null;
        }
    }

    private LabeledSentence? ToSentence(SpannedText text, long line)
    {
        var words = text.Words ?? TextWords.Split(text.Text);
        if (words.Starts.Length == 0)
        {
            _report.Count("text", "without a word left out", line);
            return null;
        }
        if (_aligner.Align(words, text.Spans, text.Unit ?? _format.Offsets, line) is not { } entities) return null;
        string[] cut = [.. words.Starts.Select((start, i) => text.Text[start..words.Ends[i]])];
        return new LabeledSentence(cut, EntityWriter.Write(entities, cut.Length, TagScheme.Bio), line)
        {
            Text = words,
            Lines = [.. Enumerable.Repeat(line, cut.Length)],
        };
    }

    private void Describe(SpannedText text)
    {
        if (_isDescribed) return;
        _isDescribed = true;
        _report.Note($"JSON: texts in '{text.TextName}', spans in '{text.SpansName}' with offsets in "
            + $"{OffsetMap.NameOf(text.Unit ?? _format.Offsets)}; "
                + (text.Words is null ? "words are cut at white space, punctuation and Chinese characters"
                : "words are the file's tokens"));
    }
}
