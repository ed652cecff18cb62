namespace TinyBertPipeline.Core.Data.Columns;

/// <summary>What one column of a file holds, in bounded memory.</summary>
internal sealed class ColumnStatistics
{
    private const int MaxTypes = 256, MaxDistinct = 64;
    private const double Most = 0.9, Some = 0.2;

    private readonly HashSet<string> _types = new(StringComparer.Ordinal);
    private readonly HashSet<string> _distinct = new(StringComparer.Ordinal);
    private readonly CellFeatures _features = new();
    private long _values, _outside, _inside, _numbers, _empty;

    /// <summary>The types of its labels.</summary>
    public IReadOnlyCollection<string> Types => _types;

    /// <summary>Whether nearly all of its cells have the form of labels.</summary>
    public bool HoldsLabels => _outside + _inside >= Most * _values && _values > 0;

    /// <summary>Whether its cells are types without letters: <c>O</c> again and again among few different values.</summary>
    public bool HoldsBareTypes => _outside >= Some * _values && _values > 0 && _distinct.Count <= MaxDistinct;

    /// <summary>The feature that holds labels, where its cells hold features; else null.</summary>
    public string? LabelFeature => _features.Labels;

    /// <summary>Whether every label is O.</summary>
    public bool IsAllOutside => _outside == _values && _values > 0;

    /// <summary>Whether none of its cells holds anything.</summary>
    public bool IsEmpty => _empty == _values;

    /// <summary>Whether a cell opens an entity in brackets, as <c>(ORG*</c>.</summary>
    public bool HasBrackets { get; private set; }

    /// <summary>Whether nearly all of its cells are whole numbers.</summary>
    public bool HoldsNumbers => _numbers >= Most * _values && _values > 0;

    public bool ArePhrases => LabelForm.ArePhrases(_types);

    public void Add(ReadOnlySpan<char> cell)
    {
        _values++;
        if (cell.IsEmpty) _empty++;
        HasBrackets |= cell is ['(', .., '*' or ')'];
        _features.Add(cell);
        if (_distinct.Count <= MaxDistinct) _distinct.GetAlternateLookup<ReadOnlySpan<char>>().Add(cell);
        if (LabelForm.IsOutside(cell)) _outside++;
        else if (LabelForm.IsInside(cell))
        {
            _inside++;
            if (_types.Count < MaxTypes) _types.GetAlternateLookup<ReadOnlySpan<char>>().Add(LabelForm.TypeOf(cell));
        }
        else if (cell.Length is > 0 and < 10 && !cell.ContainsAnyExceptInRange('0', '9')) _numbers++;
    }
}
