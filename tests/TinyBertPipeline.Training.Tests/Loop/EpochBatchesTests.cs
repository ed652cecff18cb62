using TinyBertPipeline.Training.Loop;

namespace TinyBertPipeline.Training.Tests.Loop;

public sealed class EpochBatchesTests
{
    private static readonly int[] _lengths = [.. Enumerable.Range(0, 100).Select(i => 3 + i * 7 % 20)];

    [Fact]
    public void EveryEpochHoldsEveryItemOnceInAnOrderOfItsOwn()
    {
        var batches = Create(epochs: 3);
        Assert.Equal(3L * batches.StepsPerEpoch, batches.Count);
        string[] epochs = [.. Enumerable.Range(0, 3).Select(epoch => Layout(batches, epoch))];
        Assert.Equal(3, epochs.Distinct().Count());
        for (var epoch = 0; epoch < 3; epoch++)
        {
            var items = Enumerable.Range(0, batches.StepsPerEpoch).SelectMany(step => batches[(long)epoch * batches.StepsPerEpoch + step]);
            Assert.Equal(_lengths.Order(), items.Order());
        }
    }

    [Fact]
    public void ABatchDependsOnItsStepAloneWhicheverWasTakenBefore()
    {
        var (forward, backward) = (Create(epochs: 4), Create(epochs: 4));
        var expected = Enumerable.Range(0, 4).Select(epoch => Layout(forward, epoch)).ToArray();
        foreach (var epoch in new[] { 3, 0, 2, 1, 0 }) Assert.Equal(expected[epoch], Layout(backward, epoch));
    }

    [Fact]
    public void TheOrderIsThatOfShufflingEachEpochWithItsSeed()
    {
        var expected = LengthBuckets.Shuffle(_lengths, length => length, 64, new Random(5 * 1_000_003 + 1));
        var batches = Create(epochs: 2);
        Assert.Equal(expected, Enumerable.Range(0, batches.StepsPerEpoch).Select(step => batches[batches.StepsPerEpoch + step]));
    }

    [Fact]
    public void AsManyEpochsAsANumberHoldsTakeTheMemoryOfOne()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var batches = Create(epochs: int.MaxValue);
        Assert.Equal((long)int.MaxValue * batches.StepsPerEpoch, batches.Count);
        Assert.NotEmpty(batches[batches.Count - 1]);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    private static EpochBatches<int> Create(int epochs) => new(_lengths, length => length, 64, epochs, seed: 5);

    private static string Layout(EpochBatches<int> batches, int epoch) => string.Join('|', Enumerable.Range(0, batches.StepsPerEpoch)
        .Select(step => string.Join(' ', batches[(long)epoch * batches.StepsPerEpoch + step])));
}
