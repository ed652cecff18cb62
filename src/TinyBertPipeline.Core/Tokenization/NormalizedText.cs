namespace TinyBertPipeline.Core.Tokenization;

/// <summary>A growing buffer of normalised UTF-16 code units, each with the place in the original text that it came from.</summary>
internal sealed class NormalizedText
{
    private char[] _units = new char[256];
    private int[] _starts = new int[256];
    private int[] _ends = new int[256];

    public int Length { get; private set; }

    public int Capacity => _units.Length;

    public ReadOnlySpan<char> Units => _units.AsSpan(0, Length);

    public int Start(int unit) => _starts[unit];

    public int End(int unit) => _ends[unit];

    public void Clear() => Length = 0;

    public void Add(char unit, int start, int end)
    {
        if (Length == _units.Length) Grow();
        _units[Length] = unit;
        _starts[Length] = start;
        _ends[Length] = end;
        Length++;
    }

    /// <summary>Adds a code point as one unit or as a surrogate pair, whose two units share their origin.</summary>
    public void AddCodePoint(int codePoint, int start, int end)
    {
        if (codePoint < 0x10000)
        {
            Add((char)codePoint, start, end);
            return;
        }
        Add((char)(0xD800 + ((codePoint - 0x10000) >> 10)), start, end);
        Add((char)(0xDC00 + ((codePoint - 0x10000) & 0x3FF)), start, end);
    }

    private void Grow()
    {
        Array.Resize(ref _units, 2 * Length);
        Array.Resize(ref _starts, 2 * Length);
        Array.Resize(ref _ends, 2 * Length);
    }
}
