using CsCheck;
using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Tests.Labeling;

public sealed class EntityWriterTests
{
    [Fact]
    public void EntitiesAreReadBackAsTheyWereWritten()
    {
        var lengths = Gen.Select(Gen.Int[0, 3], Gen.Int[1, 4], Gen.OneOf("", "A", "B-C")).Array[0, 6];
        lengths.Sample(parts =>
        {
            var (entities, position) = (new List<EntitySpan>(), 0);
            foreach (var (gap, length, type) in parts)
            {
                entities.Add(new EntitySpan(type, position + gap, position + gap + length - 1));
                position += gap + length;
            }
            var labels = EntityWriter.ToBioes(entities, position);
            return EntityReader.ReadStrict(labels, StrictScheme.Iobes).SequenceEqual(entities) && EntityReader.ReadDefault(labels).SequenceEqual(entities);
        }, iter: 200);
    }

    [Theory]
    [InlineData(TagScheme.Bioes, "B-A E-A S-A O S-B S-A B-A I-A E-A")]
    [InlineData(TagScheme.Bio, "B-A I-A B-A O B-B B-A B-A I-A I-A")]
    [InlineData(TagScheme.Iob1, "I-A I-A B-A O I-B I-A B-A I-A I-A")]                // B only behind another of the type
    [InlineData(TagScheme.Bilou, "B-A L-A U-A O U-B U-A B-A I-A L-A")]
    [InlineData(TagScheme.Bmes, "B-A E-A S-A O S-B S-A B-A M-A E-A")]
    [InlineData(TagScheme.Ioe1, "I-A E-A I-A O I-B E-A I-A I-A I-A")]                // E only before another of the type
    [InlineData(TagScheme.Ioe2, "I-A E-A E-A O E-B E-A I-A I-A E-A")]
    [InlineData(TagScheme.Bios, "B-A I-A S-A O S-B S-A B-A I-A I-A")]
    [InlineData(TagScheme.Bieo, "B-A E-A B-A O B-B B-A B-A I-A E-A")]
    public void EverySchemeHasItsOwnLetters(TagScheme scheme, string labels)
    {
        EntitySpan[] entities = [new("A", 6, 8), new("A", 0, 1), new("A", 2, 2), new("B", 4, 4), new("A", 5, 5)];   // in any order
        Assert.Equal(labels, string.Join(' ', EntityWriter.Write(entities, 9, scheme)));
    }

    [Fact]
    public void WithoutLettersNeighboursOfOneTypeCannotBeWritten()
    {
        Assert.Equal(["A", "A", "B", "O"], EntityWriter.Write([new("A", 0, 1), new("B", 2, 2)], 4, TagScheme.Plain));
        Assert.Throws<InvalidInputException>(() => EntityWriter.Write([new("A", 0, 1), new("A", 2, 2)], 4, TagScheme.Plain));
        Assert.Throws<InvalidInputException>(() => EntityWriter.Write([new("", 0, 1)], 4, TagScheme.Plain));
        Assert.Throws<ArgumentException>(() => EntityWriter.Write([], 4, TagScheme.Mixed));
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(-1, 0)]
    [InlineData(2, 1)]
    public void EntitiesOutsideOfTheSentenceAreRefused(int start, int end) =>
        Assert.Throws<ArgumentException>(() => EntityWriter.ToBioes([new EntitySpan("A", start, end)], 3));

    [Fact]
    public void OverlappingEntitiesAreRefused() =>
        Assert.Throws<ArgumentException>(() => EntityWriter.ToBioes([new EntitySpan("A", 0, 1), new EntitySpan("B", 1, 2)], 3));
}
