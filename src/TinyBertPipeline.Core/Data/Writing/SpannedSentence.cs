using TinyBertPipeline.Core.Data.Spans;
using TinyBertPipeline.Core.Labeling;

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
        var words = sentence.Text ?? JoinedWords.Join(sentence.Words);
        var entities = EntityReader.ReadDefault(sentence.Labels);
        if (entities.Any(entity => entity.Type.Length == 0))
            throw new InvalidInputException(InputKind.Data, null, "labels without a type cannot be written as spans: a span needs one");
        return new SpannedSentence(words, entities, OffsetMap.Create(words.Text, unit));
    }

    public int Start(int word) => Offsets.FromUtf16(Words.Starts[word]);

    public int End(int word) => Offsets.FromUtf16(Words.Ends[word]);
}
