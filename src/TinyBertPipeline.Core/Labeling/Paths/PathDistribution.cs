namespace TinyBertPipeline.Core.Labeling.Paths;

/// <summary>
/// The probabilities of the paths of one sentence, made by <see cref="PathDecoder.Distribution"/>. Reading is thread-safe until it is
/// disposed.
/// </summary>
public sealed class PathDistribution : IDisposable
{
    private readonly ForwardBackward _sums;

    internal PathDistribution(PathSteps steps, ReadOnlySpan<float> logits, int words, double scale) =>
        _sums = new ForwardBackward(steps, logits, words, scale);

    /// <summary>Log of the sum over all paths of exp(score / temperature).</summary>
    public double LogPartition => _sums.LogPartition;

    /// <summary>The probability that a word has a label.</summary>
    public double Probability(int word, int label)
    {
        var cell = Cell(word, label);
        return Math.Exp(_sums.Forward[cell] + _sums.Backward[cell] - _sums.Largest[word] - _sums.Total[word]);
    }

    /// <summary>The probability that a word has a label and the word behind it another.</summary>
    public double Probability(int word, int label, int next) =>
        Math.Exp(_sums.Forward[Cell(word, label)] + Ahead(word, label, next) - _sums.BackwardShift[word]
            - _sums.Largest[word] - _sums.Total[word]);

    /// <summary>
    /// The probability of an entity, its type and its words: the sum over all paths that hold exactly it, which begin it at its first word
    /// and do not go on with it behind its last one.
    /// </summary>
    /// <exception cref="ArgumentException">It lies outside of the sentence.</exception>
    public double Probability(EntitySpan entity)
    {
        if (entity.Start < 0 || entity.End < entity.Start || entity.End >= _sums.Words)
            throw new ArgumentException($"words {entity.Start}..{entity.End} are not in a sentence of {_sums.Words} words");
        return new EntitySums(_sums).Probability(entity);
    }

    /// <summary>The log-probability of a path; -infinity if it takes a step that is not allowed.</summary>
    /// <exception cref="ArgumentException">It has another number of words.</exception>
    public double LogProbability(ReadOnlySpan<int> path)
    {
        if (path.Length != _sums.Words) throw new ArgumentException($"the path has {path.Length} labels, the sentence {_sums.Words} words");
        if (path.Length == 0) return 0;
        // P(first label), then P(next label | this one) word by word: no large sums that cancel.
        var log = _sums.Forward[Cell(0, path[0])] + _sums.Backward[Cell(0, path[0])] - _sums.Largest[0] - _sums.Total[0];
        for (var word = 0; word + 1 < path.Length && log > double.NegativeInfinity; word++)
            log += Ahead(word, path[word], path[word + 1]) - _sums.BackwardShift[word] - _sums.Backward[Cell(word, path[word])];
        return log;
    }

    /// <summary>Writes the probability of each label at each word, [words, labels].</summary>
    /// <exception cref="ArgumentException">The span is of another length.</exception>
    public void CopyTo(Span<double> probabilities)
    {
        var count = _sums.Steps.Count;
        if (probabilities.Length != _sums.Words * count)
            throw new ArgumentException($"there are {_sums.Words} x {count} probabilities, but room for {probabilities.Length}");
        for (var i = 0; i < probabilities.Length; i++) probabilities[i] = Probability(i / count, i % count);
    }

    /// <summary>Gives the memory back to its pool.</summary>
    public void Dispose() => _sums.Dispose();

    // The step to the next label and everything behind it.
    private double Ahead(int word, int label, int next)
    {
        var cell = Cell(word + 1, next);
        return _sums.Scale * _sums.Steps.Between(label, next) + _sums.Logits[cell] + _sums.Backward[cell];
    }

    private int Cell(int word, int label)
    {
        var count = _sums.Steps.Count;
        if ((uint)word >= (uint)_sums.Words || (uint)label >= (uint)count)
        {
            var message = $"word {word}, label {label}: there are {_sums.Words} words and {count} labels";
            throw new ArgumentOutOfRangeException(nameof(word), message);
        }
        return word * count + label;
    }
}
