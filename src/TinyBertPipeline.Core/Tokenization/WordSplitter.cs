namespace TinyBertPipeline.Core.Tokenization;

/// <summary>
/// Splits normalised text at white space and makes every punctuation sign a word (<c>BertPreTokenizer</c>; huggingface/tokenizers,
/// pre_tokenizers/bert.rs).
/// </summary>
internal static class WordSplitter
{
    /// <summary>Finds the first word at or after unit <paramref name="at"/>.</summary>
    /// <returns>False when none is left.</returns>
    public static bool Next(ReadOnlySpan<char> units, int at, out int from, out int to)
    {
        const CharacterClass separators = CharacterClass.WhiteSpace | CharacterClass.Punctuation;
        for (from = at; from < units.Length; from = to)
        {
            var kind = ClassAt(units, from, out to) & separators;
            if ((kind & CharacterClass.WhiteSpace) != 0) continue;
            if (kind != 0) return true;
            while (to < units.Length && (ClassAt(units, to, out var next) & separators) == 0) to = next;
            return true;
        }
        to = from;
        return false;
    }

    private static CharacterClass ClassAt(ReadOnlySpan<char> units, int at, out int next)
    {
        var c = units[at];
        next = at + 1;
        if (!char.IsHighSurrogate(c)) return CharacterTable.ClassOf(c);
        next++;
        return CharacterTable.ClassOf(char.ConvertToUtf32(c, units[at + 1]));
    }
}
