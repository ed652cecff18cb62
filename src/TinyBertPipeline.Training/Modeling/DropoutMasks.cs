using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Modeling;

/// <summary>
/// Dropout whose masks are slices of a pool that is drawn once: a mask starts at a random place of the pool. Drawing masks anew costs
/// nearly half of a small model's training step; a slice costs nothing. The places are a pure function of the seed and the number of masks
/// taken.
/// </summary>
internal sealed class DropoutMasks : IDropout, IDisposable
{
    private readonly Dictionary<double, Tensor> _pools = [];
    private readonly int _seed;
    private readonly int _poolSize;

    /// <summary>Creates the source of masks; pools are drawn when first needed.</summary>
    /// <param name="seed">Decides every mask.</param>
    /// <param name="poolSize">Number of pre-drawn values a dropout probability.</param>
    public DropoutMasks(int seed, int poolSize = 1 << 23)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(poolSize, 1);
        (_seed, _poolSize) = (seed, poolSize);
    }

    /// <summary>How many masks were taken: the state to store and restore for an exact continuation.</summary>
    public long Taken { get; set; }

    /// <inheritdoc/>
    public Tensor Apply(Tensor x, double probability) => probability == 0 ? x : x * Slice(x, probability);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var pool in _pools.Values) pool.Dispose();
        _pools.Clear();
    }

    private Tensor Slice(Tensor x, double probability)
    {
        var count = x.numel();
        var pool = Pool(probability, count);
        var start = (long)(SplitMix((ulong)_seed, (ulong)Taken++) % (ulong)(pool.numel() - count + 1));
        return pool.narrow(0, start, count).view(x.shape);
    }

    private Tensor Pool(double probability, long count)
    {
        if (_pools.TryGetValue(probability, out var pool) && pool.numel() >= 2 * count) return pool;
        pool?.Dispose();
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        // A pool twice the largest mask at least, so that the masks of a step differ.
        var size = Math.Max(_poolSize, 2 * count);
        using var generator = new Generator((ulong)_seed);
        var drawn = rand(size, generator: generator).ge(probability).to(float32).DividedBy(1 - probability);
        return _pools[probability] = drawn.DetachFromDisposeScope();
    }

    // SplitMix64 (Steele, Lea, Flood 2014): a well mixed number from seed and counter.
    private static ulong SplitMix(ulong seed, ulong counter)
    {
        var z = seed * 0xD1342543DE82EF95 + (counter + 1) * 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
