using TinyBertPipeline.Core.Machine;

namespace TinyBertPipeline.Inference.Benchmarking;

/// <summary>What a benchmark measured.</summary>
/// <param name="Options">Iterations, batch and length.</param>
/// <param name="Machine">The machine.</param>
/// <param name="Engines">One entry an engine, in the given order; the first is what the others are compared with.</param>
public sealed record BenchmarkResult(BenchmarkOptions Options, MachineRecord Machine, IReadOnlyList<EngineTiming> Engines)
{
    /// <summary>How many times as fast an engine is as the first one, by total time.</summary>
    public double Ratio(EngineTiming engine) => Engines[0].TotalSeconds / engine.TotalSeconds;

    /// <summary>How many times as fast an engine is as the first one, by the median time of a round.</summary>
    public double MedianRatio(EngineTiming engine) => engine.RunsPerSecond / Engines[0].RunsPerSecond;
}
