namespace TinyBertPipeline.Core.Tokenization;

/// <summary>Cuts a text, without normalising it, into words and into stretches that need normalising; white space lies between.</summary>
internal ref struct SegmentReader(ReadOnlySpan<char> text, int from, UnitTable table)
{
    private readonly ReadOnlySpan<char> _text = text;
    private readonly UnitTable _table = table;

    /// <summary>What the last segment is: a word, a unit alone, or a complex stretch.</summary>
    public UnitKind Kind { get; private set; }

    /// <summary>Its first unit.</summary>
    public int Start { get; private set; }

    /// <summary>The unit after its last.</summary>
    public int End { get; private set; } = from;

    /// <summary>Goes to the next segment.</summary>
    /// <returns>False when none is left.</returns>
    public bool Next()
    {
        var at = End;
        while (at < _text.Length && _table[_text[at]] == UnitKind.Space) at++;
        (Start, End) = (at, at);
        if (at == _text.Length) return false;
        Kind = _table[_text[at]];
        if (Kind == UnitKind.Alone)
        {
            End++;
            return true;
        }
        at += AsciiWord.Length(_text[at..]);
        while (at < _text.Length && _table[_text[at]] is var kind and (UnitKind.Word or UnitKind.Complex))
        {
            if (kind == UnitKind.Complex) Kind = kind;
            at++;
        }
        End = at;
        return true;
    }
}
