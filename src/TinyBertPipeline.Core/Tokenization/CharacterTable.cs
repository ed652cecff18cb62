using System.Text;
using TinyBertPipeline.Core.Tokenization.Generated;

namespace TinyBertPipeline.Core.Tokenization;

/// <summary>Classes and mappings of every code point, spread out from the range tables at first use.</summary>
internal static class CharacterTable
{
    private const int HangulFirst = 0xAC00, HangulLast = 0xD7A3, DottedCapitalI = 0x130;
    private static readonly byte[] _classes = SpreadClasses();
    private static readonly Dictionary<int, int> _lower = SpreadLowerCase();
    private static readonly Dictionary<int, string> _stripped = SpreadAccents();

    public static CharacterClass ClassOf(int codePoint) => (CharacterClass)_classes[codePoint];

    /// <summary>The lower-case code point; U+0130 alone becomes two (<see cref="IsDottedCapitalI"/>).</summary>
    public static int ToLower(int codePoint) => _lower.GetValueOrDefault(codePoint, codePoint);

    public static bool IsDottedCapitalI(int codePoint) => codePoint == DottedCapitalI;

    /// <summary>Canonical decomposition without nonspacing marks, of a code point that changes under it (empty for such a mark).</summary>
    /// <param name="codePoint">The code point.</param>
    /// <param name="result">Room for 3 code points.</param>
    /// <returns>How many code points were written.</returns>
    public static int Strip(int codePoint, Span<int> result)
    {
        if (codePoint is >= HangulFirst and <= HangulLast) return DecomposeHangul(codePoint - HangulFirst, result);
        var count = 0;
        if ((ClassOf(codePoint) & CharacterClass.StrippedMark) != 0) return count;
        if (!_stripped.TryGetValue(codePoint, out var text)) result[count++] = codePoint;
        else foreach (var rune in text.EnumerateRunes()) result[count++] = rune.Value;
        return count;
    }

    /// <summary>Canonical combining class, 0 for starters.</summary>
    public static int CombiningClass(int codePoint)
    {
        var rows = CharacterRanges.CombiningClass;
        for (int low = 0, high = rows.Length / 3 - 1; low <= high;)
        {
            var middle = (low + high) / 2;
            if (codePoint < rows[3 * middle]) high = middle - 1;
            else if (codePoint > rows[3 * middle + 1]) low = middle + 1;
            else return rows[3 * middle + 2];
        }
        return 0;
    }

    // Unicode 9, section 3.12: 21 vowels x 28 trailing consonants (0 = none) a leading consonant.
    private static int DecomposeHangul(int index, Span<int> result)
    {
        result[0] = 0x1100 + index / (21 * 28);
        result[1] = 0x1161 + index % (21 * 28) / 28;
        result[2] = 0x11A7 + index % 28;
        return index % 28 == 0 ? 2 : 3;
    }

    private static byte[] SpreadClasses()
    {
        var classes = new byte[0x110000];
        Add(CharacterRanges.Removed, CharacterClass.Removed);
        Add(CharacterRanges.ToSpace, CharacterClass.ToSpace);
        Add(CharacterRanges.Chinese, CharacterClass.Chinese);
        Add(CharacterRanges.StrippedMark, CharacterClass.StrippedMark | CharacterClass.Decomposes);
        Add(CharacterRanges.Punctuation, CharacterClass.Punctuation);
        Add(CharacterRanges.WhiteSpace, CharacterClass.WhiteSpace);
        Add([HangulFirst, HangulLast], CharacterClass.Decomposes);
        foreach (var (first, results) in AccentMappings.Runs) Add([first, first + CountRunes(results) - 1], CharacterClass.Decomposes);
        foreach (var (codePoint, _) in AccentMappings.Several) Add([codePoint, codePoint], CharacterClass.Decomposes);
        var combining = CharacterRanges.CombiningClass;
        for (var i = 0; i < combining.Length; i += 3) Add(combining.Slice(i, 2), CharacterClass.Decomposes);
        var lower = LowerCaseRanges.Rows;
        for (var i = 0; i < lower.Length; i += 4)
        {
            for (var c = lower[i]; c <= lower[i + 1]; c += lower[i + 2]) Add([c, c], CharacterClass.Cased);
        }
        Add([DottedCapitalI, DottedCapitalI], CharacterClass.Cased);
        return classes;

        void Add(ReadOnlySpan<int> ranges, CharacterClass added)
        {
            for (var i = 0; i < ranges.Length; i += 2)
            {
                for (var c = ranges[i]; c <= ranges[i + 1]; c++) classes[c] |= (byte)added;
            }
        }
    }

    private static Dictionary<int, int> SpreadLowerCase()
    {
        var lower = new Dictionary<int, int>();
        var rows = LowerCaseRanges.Rows;
        for (var i = 0; i < rows.Length; i += 4)
        {
            for (var c = rows[i]; c <= rows[i + 1]; c += rows[i + 2]) lower.Add(c, c + rows[i + 3]);
        }
        return lower;
    }

    private static Dictionary<int, string> SpreadAccents()
    {
        var stripped = AccentMappings.Several.ToDictionary(row => row.CodePoint, row => row.Result);
        foreach (var (first, results) in AccentMappings.Runs)
        {
            var next = first;
            foreach (var rune in results.EnumerateRunes()) stripped.Add(next++, rune.ToString());
        }
        return stripped;
    }

    private static int CountRunes(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes()) count++;
        return count;
    }
}
