using CsCheck;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Tests.Data.Writing;

/// <summary>Sentences of awkward words with random entities.</summary>
internal static class RandomSentences
{
    private static readonly string[] _types = ["PER", "LOC", "big city", "a-b", "类"];

    /// <summary>Words that every layout with words of its own holds: signs that mean something elsewhere, spaces inside, characters of any plane.</summary>
    public static Gen<string> AnyWord { get; } = Gen.OneOf(
        Gen.String[Gen.Char["abcXYZ019\"',;|#{}[]:\\/-_.%=@<>&!?éß中京😀"], 1, 6].Select(Whole),
        Choice("New York", "10 000", "#", "##", "-", "\u00A0", "\u3000", "\u200D", "a\u2028b", "\"", "\"\"", "'", ",", "{", "[", "{\"a\"", "O", "B-PER", "en:x", "-X-", "1", "0", "=1+2", "@x", "\\n", "null"));

    /// <summary>Words that a text without tokens gives back: no punctuation inside, a Chinese character alone.</summary>
    public static Gen<string> PlainWord { get; } = Gen.OneOf(
        Gen.String[Gen.Char["abcXYZ019éß"], 1, 6], Choice(".", ",", "(", "\"", "中", "京", "😀", "x😀y", "क्षि"));

    public static Gen<LabeledSentence[]> Of(Gen<string> words) =>
        Gen.Select(words.Array[1, 8], Gen.Int).Select((sentence, seed) => Label(sentence, new Random(seed))).Array[1, 12];

    private static Gen<string> Choice(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    // Halves of surrogate pairs that the choice of characters tears apart are dropped.
    private static string Whole(string text)
    {
        var whole = string.Concat(text.EnumerateRunes().Where(rune => rune.Value != 0xFFFD));
        return whole.Length > 0 ? whole : "x";
    }

    private static LabeledSentence Label(string[] words, Random random)
    {
        var entities = new List<EntitySpan>();
        for (var at = 0; at < words.Length;)
        {
            var end = Math.Min(words.Length, at + random.Next(1, 4));
            if (random.Next(2) == 0) entities.Add(new EntitySpan(_types[random.Next(_types.Length)], at, end - 1));
            at = end;
        }
        return new LabeledSentence(words, EntityWriter.ToBioes(entities, words.Length), 1);
    }
}
