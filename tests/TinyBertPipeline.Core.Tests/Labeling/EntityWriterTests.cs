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
    [InlineData(0, 3)]
    [InlineData(-1, 0)]
    [InlineData(2, 1)]
    public void EntitiesOutsideOfTheSentenceAreRefused(int start, int end) =>
        Assert.Throws<ArgumentException>(() => EntityWriter.ToBioes([new EntitySpan("A", start, end)], 3));

    [Fact]
    public void OverlappingEntitiesAreRefused() =>
        Assert.Throws<ArgumentException>(() => EntityWriter.ToBioes([new EntitySpan("A", 0, 1), new EntitySpan("B", 1, 2)], 3));
}
