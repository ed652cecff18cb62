using TinyBertPipeline.Inference.Benchmarking;
using TinyBertPipeline.Training;

namespace TinyBertPipeline.Pipeline;

/// <summary>Follows a run from outside.</summary>
public interface IPipelineProgress
{
    /// <summary>A stage begins.</summary>
    void Begin(string stage);

    /// <summary>A stage has ended.</summary>
    void End(string stage, TimeSpan elapsed);

    /// <summary>A stage is skipped: its inputs and options have not changed.</summary>
    void Skip(string stage);

    /// <summary>Something a user should know.</summary>
    void Note(string text);

    /// <summary>Follows a training.</summary>
    ITrainingProgress Training { get; }

    /// <summary>Follows a benchmark.</summary>
    IProgress<BenchmarkProgress> Benchmark { get; }
}
