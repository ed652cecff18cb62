using System.Text;

namespace TinyBertPipeline.Core.Tokenization;

/// <summary>
/// Splits a text as it stands, not normalised, at white space or by character. As with the tokenizer's own rules, characters that cleaning
/// removes are no words and do not begin or end one, and an added token is kept whole.
/// </summary>
internal sealed class RawWordSplitter(TokenizerOptions options, WordSplit split)
{
    private readonly bool _byCharacter = split == WordSplit.Character;
    private readonly CharacterClass _removed = options.CleanText ? CharacterClass.Removed : CharacterClass.None;

    /// <summary>Appends the words of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="tokens">Where its added tokens stand, in order.</param>
    /// <param name="words">The words.</param>
    public void Split(ReadOnlySpan<char> text, List<TextWord> tokens, List<TextWord> words)
    {
        var open = new TextWord(0, 0);   // the word so far; empty between words
        var next = 0;
        for (var at = 0; at < text.Length;)
        {
            while (next < tokens.Count && tokens[next].Start < at) next++;
            var token = next < tokens.Count && tokens[next].Start == at;
            var (kind, length) = token ? (CharacterClass.None, tokens[next].End - at) : Classify(text[at..]);
            if (_byCharacter || (kind & CharacterClass.WhiteSpace) != 0) Close(ref open, words);
            if ((kind & (CharacterClass.WhiteSpace | _removed)) == 0)
                open = new TextWord(open.End > open.Start ? open.Start : at, at + length);
            at += length;
        }
        Close(ref open, words);
    }

    private static (CharacterClass Kind, int Length) Classify(ReadOnlySpan<char> text)
    {
        Rune.DecodeFromUtf16(text, out var rune, out var length);
        return (CharacterTable.ClassOf(rune.Value), length);
    }

    private static void Close(ref TextWord open, List<TextWord> words)
    {
        if (open.End > open.Start) words.Add(open);
        open = default;
    }
}
