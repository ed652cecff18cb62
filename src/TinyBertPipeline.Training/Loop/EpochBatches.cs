namespace TinyBertPipeline.Training.Loop;

/// <summary>
/// Passes over the same items, each laid out in an order of its own when it is reached: a function of the items, the budget and the seed,
/// and no more memory for a thousand passes than for one.
/// </summary>
internal sealed class EpochBatches<T> : IBatchSource<T[]>
{
    private readonly IReadOnlyList<T> _items;
    private readonly Func<T, int> _length;
    private readonly int _budget;
    private readonly int _seed;
    private readonly int _most;
    private long _epoch = -1;
    private IReadOnlyList<T[]> _batches = [];

    /// <param name="items">The sequences.</param>
    /// <param name="length">A sequence's length.</param>
    /// <param name="budget">Positions of a batch at most: sequences times the longest of them.</param>
    /// <param name="epochs">Number of passes.</param>
    /// <param name="seed">Decides the order.</param>
    /// <param name="most">Sequences of a batch at most.</param>
    public EpochBatches(IReadOnlyList<T> items, Func<T, int> length, int budget, int epochs, int seed, int most = int.MaxValue)
    {
        (_items, _length, _budget, _seed, _most) = (items, length, budget, seed, most);
        // Batches hold neighbours by length, and those lengths are the same in every order.
        StepsPerEpoch = Epoch(0).Count;
        Count = (long)epochs * StepsPerEpoch;
    }

    /// <summary>Batches of one pass.</summary>
    public int StepsPerEpoch { get; }

    /// <summary>Number of steps: whole passes, unless it is set.</summary>
    public long Count { get; set; }

    /// <inheritdoc/>
    public T[] this[long step] => Epoch(step / StepsPerEpoch)[(int)(step % StepsPerEpoch)];

    private IReadOnlyList<T[]> Epoch(long epoch)
    {
        if (epoch == _epoch) return _batches;
        var random = new Random(unchecked(_seed * 1_000_003 + (int)epoch));
        (_epoch, _batches) = (epoch, LengthBuckets.Shuffle(_items, _length, _budget, random, _most));
        return _batches;
    }
}
