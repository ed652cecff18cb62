namespace TinyBertPipeline.Training.Tests;

/// <summary>Keeps what it is told; <paramref name="onStep"/> may act on a step.</summary>
internal sealed class RecordingProgress(Action<TrainingStatus>? onStep = null) : ITrainingProgress
{
    public List<TrainingStatus> Steps { get; } = [];

    public List<string> Notes { get; } = [];

    public void Report(TrainingStatus status)
    {
        Steps.Add(status);
        onStep?.Invoke(status);
    }

    public void Note(string message) => Notes.Add(message);
}
