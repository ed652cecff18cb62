using System.Text;

namespace TinyBertPipeline.Core.Tokenization;

/// <summary>
/// BERT's normalisation: clean, set Chinese characters apart, strip accents, lower-case. Steps and order of <c>BertNormalizer</c>
/// (huggingface/tokenizers, normalizers/bert.rs).
/// </summary>
internal sealed class TextNormalizer
{
    // No character, and the table below holds ASCII only.
    private const char Dropped = '\uFFFF';

    private readonly TokenizerOptions _options;
    private readonly char[] _ascii = new char[128];

    public TextNormalizer(TokenizerOptions options)
    {
        _options = options;
        Changed = (options.CleanText ? CharacterClass.Removed | CharacterClass.ToSpace : 0)
            | (options.TokenizeChineseCharacters ? CharacterClass.Chinese : 0)
            | (options.StripsAccents ? CharacterClass.Decomposes : 0)
            | (options.Lowercase ? CharacterClass.Cased : 0);
        for (var c = '\0'; c < _ascii.Length; c++) _ascii[c] = NormalizeAscii(c);
    }

    /// <summary>Characters of these classes are changed.</summary>
    public CharacterClass Changed { get; }

    /// <summary>
    /// Appends the normal form of <paramref name="text"/>, whose first unit is unit <paramref name="origin"/> of the original. A lone
    /// surrogate counts as U+FFFD.
    /// </summary>
    public void Normalize(ReadOnlySpan<char> text, int origin, NormalizedText output, MarkRun marks)
    {
        marks.Clear();
        for (var i = 0; i < text.Length;)
        {
            var start = origin + i;
            if (text[i] < 128)
            {
                var unit = _ascii[text[i++]];
                if (unit == Dropped) continue;
                marks.Flush(this, output);
                output.Add(unit, start, start + 1);
                continue;
            }
            Rune.DecodeFromUtf16(text[i..], out var rune, out var units);
            i += units;
            var kind = CharacterTable.ClassOf(rune.Value) & Changed;
            if (kind == 0)
            {
                marks.Flush(this, output);
                output.AddCodePoint(rune.Value, start, start + units);
            }
            else
            {
                AddSpecial(rune.Value, kind, start, start + units, output, marks);
            }
        }
        marks.Flush(this, output);
    }

    private char NormalizeAscii(char c)
    {
        var kind = CharacterTable.ClassOf(c) & Changed;
        if ((kind & CharacterClass.Removed) != 0) return Dropped;
        if ((kind & CharacterClass.ToSpace) != 0) return ' ';
        return (kind & CharacterClass.Cased) != 0 ? (char)(c + 32) : c;
    }

    private void AddSpecial(int codePoint, CharacterClass kind, int start, int end, NormalizedText output, MarkRun marks)
    {
        if ((kind & CharacterClass.Removed) != 0) return;
        if ((kind & CharacterClass.ToSpace) != 0) codePoint = ' ';
        var chinese = (kind & CharacterClass.Chinese) != 0;
        if (chinese)
        {
            marks.Flush(this, output);
            output.Add(' ', start, end);
        }
        if ((kind & CharacterClass.Decomposes) != 0)
        {
            AddDecomposed(codePoint, start, end, output, marks);
        }
        else
        {
            marks.Flush(this, output);
            AddLowered(codePoint, start, end, output);
        }
        if (chinese) output.Add(' ', start, end);
    }

    private void AddDecomposed(int codePoint, int start, int end, NormalizedText output, MarkRun marks)
    {
        Span<int> parts = stackalloc int[3];
        var count = CharacterTable.Strip(codePoint, parts);
        var leading = CharacterTable.CombiningClass(codePoint);
        if (leading == 0) marks.Flush(this, output);
        if (count == 0 && leading != 0) marks.Add(MarkRun.Stripped, leading, start, end);
        for (var i = 0; i < count; i++)
        {
            var combiningClass = CharacterTable.CombiningClass(parts[i]);
            if (combiningClass != 0)
            {
                if (i == 0) marks.Add(parts[i], combiningClass, start, end);
                else marks.AddFurther(parts[i], combiningClass, start, end);
                continue;
            }
            marks.Flush(this, output);
            AddLowered(parts[i], start, end, output);
        }
    }

    /// <summary>Appends a code point that is not decomposed any further.</summary>
    public void AddLowered(int codePoint, int start, int end, NormalizedText output)
    {
        if (!_options.Lowercase)
        {
            output.AddCodePoint(codePoint, start, end);
            return;
        }
        if (CharacterTable.IsDottedCapitalI(codePoint))
        {
            output.Add('i', start, end);
            output.Add('\u0307', start, end);
            return;
        }
        output.AddCodePoint(CharacterTable.ToLower(codePoint), start, end);
    }
}
