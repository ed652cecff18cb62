using TinyBertPipeline.Inference.Benchmarking;
using TinyBertPipeline.Training.Loop;

namespace TinyBertPipeline.Pipeline.Context;

/// <summary>Follows nothing.</summary>
internal sealed class SilentPipelineProgress : IPipelineProgress
{
    /// <inheritdoc/>
    public ITrainingProgress Training { get; } = new SilentProgress();

    /// <inheritdoc/>
    public IProgress<BenchmarkProgress> Benchmark { get; } = new SilentBenchmark();

    /// <inheritdoc/>
    public void Begin(string stage)
    {
    }

    /// <inheritdoc/>
    public void End(string stage, TimeSpan elapsed)
    {
    }

    /// <inheritdoc/>
    public void Skip(string stage)
    {
    }

    /// <inheritdoc/>
    public void Note(string text)
    {
    }

    /// <inheritdoc/>
    public void Warn(string text)
    {
    }

    private sealed class SilentBenchmark : IProgress<BenchmarkProgress>
    {
        public void Report(BenchmarkProgress value)
        {
        }
    }
}
