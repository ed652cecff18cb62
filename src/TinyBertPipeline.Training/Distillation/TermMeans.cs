using System.Text.Json.Nodes;

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

    /// <summary>The sums and counts, for a checkpoint.</summary>
    public JsonObject Save() => new(_terms.Select(term => KeyValuePair.Create(term.Key, (JsonNode?)new JsonArray(term.Value.Sum, term.Value.Count))));

    /// <summary>Goes on from saved sums and counts.</summary>
    public void Restore(JsonObject saved)
    {
        _terms.Clear();
        foreach (var (name, term) in saved) _terms[name] = (term![0]!.GetValue<double>(), term[1]!.GetValue<int>());
    }
}
