using TinyBertPipeline.Inference.Benchmarking;
using TinyBertPipeline.Pipeline.Context;
using TinyBertPipeline.Training.Loop;

namespace TinyBertPipeline.Pipeline.Tests.Experiments;

/// <summary>Keeps what a run says.</summary>
internal sealed class RecordedProgress : IPipelineProgress, ITrainingProgress
{
    public List<string> Notes { get; } = [];

    public List<string> Warnings { get; } = [];

    public List<string> Skipped { get; } = [];

    public Action<TrainingStatus> OnStep { get; set; } = _ => { };

    public ITrainingProgress Training => this;

    public IProgress<BenchmarkProgress> Benchmark => throw new NotSupportedException("an experiment has no benchmark");

    public void Begin(string stage) => Notes.Add(stage);

    public void End(string stage, TimeSpan elapsed)
    {
    }

    public void Skip(string stage) => Skipped.Add(stage);

    public void Note(string text) => Notes.Add(text);

    public void Warn(string text) => Warnings.Add(text);

    public void Report(TrainingStatus status) => OnStep(status);
}
