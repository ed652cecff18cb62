namespace TinyBertPipeline.Inference.Benchmarking;

/// <summary>What <see cref="EngineBenchmark"/> measures. The defaults are the classic experiment: 100 iterations of a 16x128 batch.</summary>
public sealed record BenchmarkOptions
{
    /// <summary>Measured runs of each engine.</summary>
    public int Iterations { get; init; } = 100;

    /// <summary>Sequences in a batch.</summary>
    public int Batch { get; init; } = 16;

    /// <summary>Word pieces in each sequence; none of them is padding.</summary>
    public int Length { get; init; } = 128;

    /// <summary>Runs of each engine before measuring: the first runs of a shape allocate and compile.</summary>
    public int Warmup { get; init; } = 3;

    /// <summary>Seed of the random word pieces.</summary>
    public int Seed { get; init; } = 1;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Iterations, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Length, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Warmup);
    }
}
