using TinyBertPipeline.Training.Loop;

namespace TinyBertPipeline.Training.Tests.Loop;

/// <summary>Keeps what it is told; <paramref name="onStep"/> may act on a step.</summary>
internal sealed class RecordingProgress(Action<TrainingStatus>? onStep = null) : ITrainingProgress
{
    public List<TrainingStatus> Steps { get; } = [];

    public List<string> Notes { get; } = [];

    public List<string> Warnings { get; } = [];

    /// <summary>A context whose progress is this one.</summary>
    public TrainingContext Context => new() { Progress = this };

    public void Report(TrainingStatus status)
    {
        Steps.Add(status);
        onStep?.Invoke(status);
    }

    public void Note(string text) => Notes.Add(text);

    public void Warn(string text) => Warnings.Add(text);
}
