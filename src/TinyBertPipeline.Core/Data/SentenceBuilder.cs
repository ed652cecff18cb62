namespace TinyBertPipeline.Core.Data;

/// <summary>Collects the words of a sentence while its lines are read.</summary>
internal sealed class SentenceBuilder
{
    private readonly Dictionary<string, string> _labelPool = new(StringComparer.Ordinal);
    private readonly List<string> _words = [], _labels = [];
    private readonly List<long> _lines = [];
    private bool _hasSentences, _startsDocument;
    private int _document;

    public bool HasWords => _words.Count > 0;

    /// <summary>The line of the first word.</summary>
    public long FirstLine => _lines[0];

    /// <summary>The number of columns of its lines, and the first of them where that number is not the usual one.</summary>
    public int Columns { get; set; }

    /// <inheritdoc cref="Columns"/>
    public string FirstText { get; set; } = "";

    /// <summary>The number in the column that counts the words, of the last word.</summary>
    public int LastIndex { get; set; }

    public void Add(ReadOnlySpan<char> word, ReadOnlySpan<char> label, long line)
    {
        var pool = _labelPool.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!pool.TryGetValue(label, out var pooled)) pool[label] = pooled = label.ToString();
        _words.Add(word.ToString());
        _labels.Add(pooled);
        _lines.Add(line);
    }

    /// <summary>What follows is of the next document.</summary>
    public void StartDocument() => _startsDocument = _hasSentences;

    /// <summary>Gives the sentence and starts the next; null when there are no words.</summary>
    public LabeledSentence? TakeIfAny()
    {
        if (!HasWords) return null;
        if (_startsDocument) _document++;
        var follow = _lines[^1] - _lines[0] == _lines.Count - 1;
        var sentence = new LabeledSentence([.. _words], [.. _labels], _lines[0])
        {
            Document = _document,
            Lines = follow ? null : [.. _lines],
        };
        Clear();
        (_hasSentences, _startsDocument) = (true, false);
        return sentence;
    }

    /// <summary>Forgets the words.</summary>
    public void Clear()
    {
        _words.Clear();
        _labels.Clear();
        _lines.Clear();
    }
}
