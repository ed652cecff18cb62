using TinyBertPipeline.Core;
using TinyBertPipeline.Inference.Benchmarking;
using TinyBertPipeline.Training.Loop;

namespace TinyBertPipeline.Pipeline.Context;

/// <summary>Follows a run from outside.</summary>
public interface IPipelineProgress : IMessages
{
    /// <summary>A stage begins.</summary>
    void Begin(string stage);

    /// <summary>A stage has ended.</summary>
    void End(string stage, TimeSpan elapsed);

    /// <summary>A stage is skipped: its inputs and options have not changed.</summary>
    void Skip(string stage);

    /// <summary>Follows a training.</summary>
    ITrainingProgress Training { get; }

    /// <summary>Follows a benchmark.</summary>
    IProgress<BenchmarkProgress> Benchmark { get; }
}
