namespace TinyBertPipeline.Core.Data.Columns;

/// <summary>Turns the brackets of CoNLL-2012 into BIO labels: <c>(ORG*</c>, <c>*</c>, <c>*)</c> and <c>(GPE)</c>.</summary>
internal sealed class BracketLabels
{
    private string? _open;

    /// <summary>Whether an entity is still open, for the end of a sentence.</summary>
    public bool IsOpen => _open is not null;

    public void StartSentence() => _open = null;

    /// <returns>The label; null where brackets do not match or are nested.</returns>
    public string? Convert(ReadOnlySpan<char> cell)
    {
        var closes = cell.EndsWith(")");
        var rest = closes ? cell[..^1] : cell;
        if (!rest.StartsWith("(")) return rest is "*" && (!closes || IsOpen) ? Continue(closes) : null;
        var type = rest[1..].TrimEnd('*');
        if (IsOpen || type.IsEmpty || type.ContainsAny("()*")) return null;
        if (!closes) _open = type.ToString();
        return $"B-{type}";
    }

    private string Continue(bool closes)
    {
        var label = _open is null ? LabelForm.Outside : $"I-{_open}";
        if (closes) _open = null;
        return label;
    }
}
