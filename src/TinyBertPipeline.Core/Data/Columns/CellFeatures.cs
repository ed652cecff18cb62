namespace TinyBertPipeline.Core.Data.Columns;

/// <summary>Cells that hold features, as the last column of CoNLL-U: <c>SpaceAfter=No|NER=B-LOC</c>, or <c>_</c> for none.</summary>
internal sealed class CellFeatures
{
    private const double Most = 0.9;
    private const int MaxNames = 32;

    private readonly Dictionary<string, (bool AreLabels, bool HaveTypes)> _values = new(StringComparer.Ordinal);
    private long _cells, _features;

    /// <summary>The feature whose values are labels of entities, where nearly all cells hold features; else null.</summary>
    public string? Labels => _features < Most * _cells ? null
        : _values.Where(pair => pair.Value is { AreLabels: true, HaveTypes: true }).Select(pair => pair.Key).FirstOrDefault();

    public void Add(ReadOnlySpan<char> cell)
    {
        _cells++;
        if (cell is "_")
        {
            _features++;
            return;
        }
        var holds = cell.Length > 0;
        foreach (var range in cell.Split('|'))
        {
            var feature = cell[range];
            var mark = feature.IndexOf('=');
            if (mark > 0) AddValue(feature[..mark], feature[(mark + 1)..]);
            else holds = false;
        }
        if (holds) _features++;
    }

    /// <summary>The value of a feature; null where the cell does not have it.</summary>
    public static string? Find(ReadOnlySpan<char> cell, string name)
    {
        foreach (var range in cell.Split('|'))
        {
            var feature = cell[range];
            if (feature.Length > name.Length && feature[name.Length] == '=' && feature.StartsWith(name)) return feature[(name.Length + 1)..].ToString();
        }
        return null;
    }

    private void AddValue(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        var values = _values.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!values.TryGetValue(name, out var known))
        {
            if (_values.Count == MaxNames) return;
            known = (true, false);
        }
        values[name] = (known.AreLabels && LabelForm.IsLabel(value), known.HaveTypes || LabelForm.IsInside(value) && value.Length > 2);
    }
}
