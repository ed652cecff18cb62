using System.Text.Json.Nodes;

namespace TinyBertPipeline.Training.Loop;

/// <summary>Passes a training's reports on and keeps the means of the loss and of its terms since the last score.</summary>
internal sealed class TermMeans(ITrainingProgress progress) : ITrainingProgress
{
    /// <summary>The name of the whole loss among the terms.</summary>
    public const string Loss = "loss";

    private readonly Dictionary<string, (double Sum, long Count)> _terms = [];

    public void Report(TrainingStatus status)
    {
        foreach (var (name, value) in status.Terms.Prepend(KeyValuePair.Create(Loss, status.Loss)))
        {
            var (sum, count) = _terms.GetValueOrDefault(name);
            _terms[name] = (sum + value, count + 1);
        }
        progress.Report(status);
    }

    public void Note(string text) => progress.Note(text);

    public void Warn(string text) => progress.Warn(text);

    /// <summary>The means since the last <see cref="Clear"/>, by the terms' names.</summary>
    public IReadOnlyDictionary<string, double> Means() => _terms.ToDictionary(term => term.Key, term => term.Value.Sum / term.Value.Count);

    public void Clear() => _terms.Clear();

    /// <summary>The sums and counts, for a checkpoint.</summary>
    public JsonObject Save() => new(_terms.Select(term =>
        KeyValuePair.Create(term.Key, (JsonNode?)new JsonArray(term.Value.Sum, term.Value.Count))));

    /// <summary>Goes on from saved sums and counts.</summary>
    public void Restore(JsonObject saved)
    {
        _terms.Clear();
        foreach (var (name, term) in saved) _terms[name] = (term![0]!.GetValue<double>(), term[1]!.GetValue<long>());
    }
}
