namespace TinyBertPipeline.Training.Loop;

/// <summary>The terms of a step's loss over the parts of its batch.</summary>
internal sealed class TermSums
{
    private readonly OrderedDictionary<string, Sums> _terms = [];

    /// <summary>Whether there was nothing to learn from.</summary>
    public bool IsEmpty => _terms.Count == 0;

    /// <summary>The loss: the weighted sum.</summary>
    public double Total => _terms.Values.Sum(term => term.Weighted);

    /// <summary>Adds a term of a part.</summary>
    public void Add(string name, double weight, double value)
    {
        var sums = _terms.GetValueOrDefault(name);
        _terms[name] = new Sums(sums.Parts + 1, sums.Weights + weight, sums.Weighted + weight * value, value);
    }

    /// <summary>Each term without its weight, as a mean over the parts.</summary>
    public KeyValuePair<string, double>[] Means() => [.. _terms.Select(term => KeyValuePair.Create(term.Key, term.Value.Mean))];

    private readonly record struct Sums(int Parts, double Weights, double Weighted, double Last)
    {
        public double Mean => Parts == 1 ? Last : Weighted / Weights;
    }
}
