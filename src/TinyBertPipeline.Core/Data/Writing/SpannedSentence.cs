using System.Text;
using TinyBertPipeline.Core.Data.Spans;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Data.Writing;

/// <summary>A sentence as a text with spans.</summary>
/// <param name="Words">The text and its words.</param>
/// <param name="Entities">The entities, by word.</param>
/// <param name="Offsets">The unit of the offsets.</param>
internal sealed record SpannedSentence(SentenceText Words, IReadOnlyList<EntitySpan> Entities, OffsetMap Offsets)
{
    /// <exception cref="InvalidInputException">An entity has no type, which a span needs.</exception>
    public static SpannedSentence Of(LabeledSentence sentence, OffsetUnit unit)
    {
        var words = sentence.Text ?? Join(sentence.Words);
        var entities = EntityReader.ReadDefault(sentence.Labels);
        if (entities.Any(entity => entity.Type.Length == 0))
            throw new InvalidInputException(InputKind.Data, null, "labels without a type cannot be written as spans: a span needs one");
        return new SpannedSentence(words, entities, OffsetMap.Create(words.Text, unit));
    }

    public int Start(int word) => Offsets.FromUtf16(Words.Starts[word]);

    public int End(int word) => Offsets.FromUtf16(Words.Ends[word]);

    /// <summary>Words with a space between them, but for Chinese characters, which need none.</summary>
    public static SentenceText Join(IReadOnlyList<string> words)
    {
        var text = new StringBuilder();
        var (starts, ends) = (new int[words.Count], new int[words.Count]);
        for (var i = 0; i < words.Count; i++)
        {
            if (i > 0 && !(IsChinese(words[i - 1], last: true) && IsChinese(words[i], last: false))) text.Append(' ');
            starts[i] = text.Length;
            ends[i] = text.Append(words[i]).Length;
        }
        return new SentenceText(text.ToString(), starts, ends);
    }

    private static bool IsChinese(string word, bool last)
    {
        Rune rune;
        var isWhole = last
            ? Rune.DecodeLastFromUtf16(word, out rune, out _) == System.Buffers.OperationStatus.Done
            : Rune.DecodeFromUtf16(word, out rune, out _) == System.Buffers.OperationStatus.Done;
        return isWhole && (CharacterTable.ClassOf(rune.Value) & CharacterClass.Chinese) != 0;
    }
}
