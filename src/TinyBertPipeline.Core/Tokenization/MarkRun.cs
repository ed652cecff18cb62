namespace TinyBertPipeline.Core.Tokenization;

/// <summary>
/// Combining marks since the last starter, which canonical ordering may rearrange. As in the reference, the origins are handed out in
/// output order: the first character of each decomposition takes the next input character, its further ones repeat the last.
/// </summary>
internal sealed class MarkRun
{
    /// <summary>Stands for a mark that is dropped, but whose origin is handed out.</summary>
    public const int Stripped = -1;

    private Mark[] _marks = new Mark[16];
    private long[] _order = new long[16];
    private int _count;

    public int Capacity => _marks.Length;

    public void Clear() => _count = 0;

    public void Add(int codePoint, int combiningClass, int start, int end) => Append(new Mark(codePoint, combiningClass, false, start, end));

    /// <summary>Adds a character of a decomposition that is not its first.</summary>
    public void AddFurther(int codePoint, int combiningClass, int start, int end) =>
        Append(new Mark(codePoint, combiningClass, true, start, end));

    /// <summary>Writes the marks in canonical order and forgets them.</summary>
    public void Flush(TextNormalizer normalizer, NormalizedText output)
    {
        if (_count > 0) WriteOrdered(normalizer, output);
    }

    private void WriteOrdered(TextNormalizer normalizer, NormalizedText output)
    {
        for (var i = 0; i < _count; i++) _order[i] = ((long)_marks[i].CombiningClass << 32) | (uint)i;
        Array.Sort(_order, 0, _count);
        var next = 0;
        var (start, end) = (_marks[0].Start, _marks[0].End);
        for (var i = 0; i < _count; i++)
        {
            var mark = _marks[(int)_order[i]];
            if (!mark.Further)
            {
                while (_marks[next].Further) next++;
                (start, end) = (_marks[next].Start, _marks[next].End);
                next++;
            }
            if (mark.CodePoint != Stripped) normalizer.AddLowered(mark.CodePoint, start, end, output);
        }
        _count = 0;
    }

    private void Append(Mark mark)
    {
        if (_count == _marks.Length)
        {
            Array.Resize(ref _marks, 2 * _count);
            Array.Resize(ref _order, 2 * _count);
        }
        _marks[_count++] = mark;
    }

    private readonly record struct Mark(int CodePoint, int CombiningClass, bool Further, int Start, int End);
}
