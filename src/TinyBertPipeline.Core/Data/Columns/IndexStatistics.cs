using System.Globalization;

namespace TinyBertPipeline.Core.Data.Columns;

/// <summary>Whether a column counts the words of each sentence, from 0, 1 or another number, or those of the whole file.</summary>
internal sealed class IndexStatistics
{
    private const double Most = 0.9;

    private int _previous = -1;                             // of the sentence; -1 before its first word
    private int _last = -1, _start = -1;                    // of the file
    private long _lines, _counting, _longest;

    /// <summary>
    /// Nearly every line goes on counting, or starts a sentence from 0 or 1, from where all start, or where the one before ended; and somewhere
    /// it counts further than its start.
    /// </summary>
    public bool Counts => _lines > 0 && _counting >= Most * _lines && (_longest > 0 || _lines == 1 && _last is 0 or 1);

    public void StartSentence() => _previous = -1;

    public void Add(ReadOnlySpan<char> cell)
    {
        if (IsRange(cell)) return;
        _lines++;
        if (!TryParse(cell, out var value)) return;
        if (_previous >= 0 && value == _previous + 1)
        {
            _counting++;
            _longest = Math.Max(_longest, value);
        }
        else if (value is 0 or 1 || _previous < 0 && (_start < 0 || value == _start || value == _last + 1)) _counting++;
        if (_start < 0) _start = value;
        _previous = _last = value;
    }

    public static bool TryParse(ReadOnlySpan<char> cell, out int value) =>
        int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    /// <summary>
    /// CoNLL-U's <c>1-2</c> for a word that the lines 1 and 2 take apart, and <c>1.1</c> for a word that the sentence leaves out.
    /// </summary>
    public static bool IsRange(ReadOnlySpan<char> cell)
    {
        var mark = cell.IndexOfAny('-', '.');
        return mark > 0 && TryParse(cell[..mark], out _) && TryParse(cell[(mark + 1)..], out _);
    }
}
