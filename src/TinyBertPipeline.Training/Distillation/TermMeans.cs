namespace TinyBertPipeline.Training.Distillation;

/// <summary>Passes a training's reports on and keeps the mean of each loss term.</summary>
internal sealed class TermMeans(ITrainingProgress progress) : ITrainingProgress
{
    private readonly Dictionary<string, (double Sum, int Count)> _terms = [];

    public void Report(TrainingStatus status)
    {
        foreach (var (name, value) in status.Terms)
        {
            var (sum, count) = _terms.GetValueOrDefault(name);
            _terms[name] = (sum + value, count + 1);
        }
        progress.Report(status);
    }

    public void Note(string message) => progress.Note(message);

    /// <summary>The mean of a term since the last <see cref="Clear"/>, or null.</summary>
    public double? Mean(string name) => _terms.TryGetValue(name, out var term) ? term.Sum / term.Count : null;

    public void Clear() => _terms.Clear();
}
