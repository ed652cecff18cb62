namespace TinyBertPipeline.Inference.Benchmarking;

/// <summary>How far a benchmark is; told after every run.</summary>
/// <param name="Engine">The engine that has just run.</param>
/// <param name="Iteration">Its finished measured runs.</param>
/// <param name="Iterations">Its runs in all.</param>
/// <param name="Elapsed">Its time so far.</param>
public sealed record BenchmarkProgress(string Engine, int Iteration, int Iterations, TimeSpan Elapsed)
{
    /// <summary>Its mean time of a run so far.</summary>
    public double SecondsPerIteration => Elapsed.TotalSeconds / Iteration;
}
