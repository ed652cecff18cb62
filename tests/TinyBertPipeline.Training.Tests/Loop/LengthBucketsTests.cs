using CsCheck;
using TinyBertPipeline.Training.Loop;

namespace TinyBertPipeline.Training.Tests.Loop;

public sealed class LengthBucketsTests
{
    private static readonly Gen<(int[] Lengths, int Budget, int Seed)> _cases =
        Gen.Select(Gen.Int[1, 40].Array[0, 60], Gen.Int[1, 100], Gen.Int[0, 1000]);

    [Fact]
    public void EverySequenceIsInExactlyOneBatch() => _cases.Sample(item =>
        Assert.Equal(item.Lengths.Order(), Shuffle(item).SelectMany(batch => batch).Order()));

    [Fact]
    public void PaddedBatchesStayWithinTheBudget() => _cases.Sample(item =>
        Assert.All(Shuffle(item), batch => Assert.True(batch.Length == 1 || batch.Length * batch.Max() <= item.Budget)));

    [Fact]
    public void TheOrderIsAFunctionOfTheSeed()
    {
        var lengths = Enumerable.Range(1, 200).Select(i => i % 30 + 1).ToArray();
        Assert.Equal(Shuffle((lengths, 100, 3)), Shuffle((lengths, 100, 3)));
        Assert.NotEqual(Shuffle((lengths, 100, 3)), Shuffle((lengths, 100, 4)));
    }

    [Fact]
    public void LittleIsPaddedAndLongBatchesAreNotLast()
    {
        var lengths = Enumerable.Range(0, 1000).Select(i => 5 + i * 7 % 60).ToArray();
        var batches = Shuffle((lengths, 512, 1));
        var positions = batches.Sum(batch => batch.Length * batch.Max());
        Assert.InRange(positions, lengths.Sum(), 1.05 * lengths.Sum());
        Assert.NotEqual(batches.OrderBy(batch => batch.Max()), batches);
    }

    [Fact]
    public void WithoutShufflingBatchesGoFromTheShortestToTheLongest() => Assert.Equal(
        ["1 1 2", "3", "5"], LengthBuckets.Group([3, 1, 5, 1, 2], length => length, 6).Select(batch => string.Join(' ', batch)));

    private static IReadOnlyList<int[]> Shuffle((int[] Lengths, int Budget, int Seed) item) =>
        LengthBuckets.Shuffle(item.Lengths, length => length, item.Budget, new Random(item.Seed));
}
