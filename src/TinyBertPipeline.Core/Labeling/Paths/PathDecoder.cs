using System.Buffers;

namespace TinyBertPipeline.Core.Labeling.Paths;

/// <summary>
/// Paths of labels through a sentence, for every engine and head. A path scores the sum of its words' logits and of its transitions
/// (<see cref="PathTransitions"/>); its probability is in proportion to exp(score). Computed in double precision. Thread-safe.
/// </summary>
public sealed class PathDecoder
{
    private readonly PathSteps _steps;

    /// <summary>Prepares the steps between the labels.</summary>
    /// <param name="labels">The labels in the order of the logits. Labels for special positions are never predicted.</param>
    /// <param name="transitions">Scores of the steps; null for none.</param>
    /// <param name="legalOnly">Whether only paths that the labels' scheme allows are considered, or all.</param>
    /// <exception cref="ArgumentException">The transitions are for another number of labels.</exception>
    public PathDecoder(LabelSet labels, PathTransitions? transitions = null, bool legalOnly = true)
    {
        if (transitions is not null && transitions.Labels != labels.Count)
            throw new ArgumentException($"there are {labels.Count} labels, but transitions of {transitions.Labels}");
        _steps = new PathSteps(labels, transitions ?? PathTransitions.Zero(labels.Count), legalOnly);
    }

    /// <summary>
    /// The path with the highest score (Viterbi). Of equal ones the one with the lower id at the last word where they differ is taken.
    /// </summary>
    /// <param name="logits">Scores [words, labels], row-major; they may be log-probabilities.</param>
    /// <param name="words">Number of words; 0 gives no labels.</param>
    /// <returns>A label id for each word.</returns>
    /// <exception cref="ArgumentException">The number of scores is not words x labels, or a score is not finite.</exception>
    public int[] BestPath(ReadOnlySpan<float> logits, int words)
    {
        var path = new int[words];
        BestPath(logits, path);
        return path;
    }

    /// <summary>Writes the path with the highest score into <paramref name="path"/>, whose length is the number of words.</summary>
    /// <exception cref="ArgumentException">The number of scores is not words x labels, or a score is not finite.</exception>
    public void BestPath(ReadOnlySpan<float> logits, Span<int> path)
    {
        ThrowIfUnfit(logits, path.Length);
        if (path.Length == 0) return;
        var (count, groups) = (_steps.Count, _steps.Incoming.Count);
        var scores = ArrayPool<double>.Shared.Rent(count + groups);
        var from = ArrayPool<int>.Shared.Rent(checked(path.Length * groups));           // [words, groups]: best predecessor
        foreach (var id in _steps.Predicted) scores[id] = _steps.Start[id] + logits[id];
        for (var word = 1; word < path.Length; word++)
        {
            var reached = scores.AsSpan(count, groups);
            Reach(scores.AsSpan(0, count), reached, from.AsSpan(word * groups, groups));
            foreach (var id in _steps.Predicted) scores[id] = reached[_steps.Incoming.Of[id]] + logits[word * count + id];
        }
        Trace(scores, from, path);
        ArrayPool<double>.Shared.Return(scores);
        ArrayPool<int>.Shared.Return(from);
    }

    /// <summary>The best label of each word by itself, transitions left aside; of equal ones the lower id.</summary>
    /// <exception cref="ArgumentException">The number of scores is not words x labels, or a score is not finite.</exception>
    public int[] BestLabels(ReadOnlySpan<float> logits, int words)
    {
        ThrowIfUnfit(logits, words);
        var path = new int[words];
        for (var word = 0; word < words; word++)
        {
            var row = logits.Slice(word * _steps.Count, _steps.Count);
            path[word] = _steps.Predicted[0];
            foreach (var id in _steps.Predicted)
            {
                if (row[id] > row[path[word]]) path[word] = id;
            }
        }
        return path;
    }

    /// <summary>
    /// The paths with the highest scores, best first; of equal ones the one with the lower id at the last word where they differ comes
    /// first.
    /// </summary>
    /// <param name="logits">Scores [words, labels], row-major.</param>
    /// <param name="words">Number of words; 0 gives the one empty path.</param>
    /// <param name="count">How many; fewer are returned where there are fewer.</param>
    /// <exception cref="ArgumentException">
    /// The number of scores is not words x labels, a score is not finite, or the count is not positive.
    /// </exception>
    public IReadOnlyList<ScoredPath> BestPaths(ReadOnlySpan<float> logits, int words, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ThrowIfUnfit(logits, words);
        return words == 0 ? [new([], 0)] : new PathRanking(_steps, count).Rank(logits, words);
    }

    /// <summary>The score of a path; -infinity if it takes a step that is not allowed.</summary>
    /// <exception cref="ArgumentException">The number of scores is not words x labels, or a score is not finite.</exception>
    public double Score(ReadOnlySpan<float> logits, ReadOnlySpan<int> path)
    {
        ThrowIfUnfit(logits, path.Length);
        if (path.Length == 0) return 0;
        var score = _steps.Start[path[0]] + logits[path[0]];
        for (var word = 1; word < path.Length; word++)
            score = score + _steps.Between(path[word - 1], path[word]) + logits[word * _steps.Count + path[word]];
        return score + _steps.End[path[^1]];
    }

    /// <summary>
    /// The probabilities of the paths of a sentence, by forward-backward. To be disposed: it lends its memory from a pool.
    /// </summary>
    /// <param name="logits">Scores [words, labels], row-major.</param>
    /// <param name="words">Number of words.</param>
    /// <param name="temperature">Scores are divided by it: above 1 the probabilities are less sure.</param>
    /// <exception cref="ArgumentException">
    /// The number of scores is not words x labels, a score is not finite, or the temperature is not positive.
    /// </exception>
    public PathDistribution Distribution(ReadOnlySpan<float> logits, int words, double temperature = 1)
    {
        if (!(temperature > 0) || !double.IsFinite(temperature))
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "a temperature is a positive number");
        ThrowIfUnfit(logits, words);
        return new PathDistribution(_steps, logits, words, 1 / temperature);
    }

    /// <summary>Log-partition of the paths at a scale, mean and variance of their scores; its derivatives by the scale.</summary>
    internal ScoreMoments Moments(ReadOnlySpan<float> logits, int words, double scale)
    {
        ThrowIfUnfit(logits, words);
        return ScoreMoments.Of(_steps, logits, words, scale);
    }

    // The best of the steps to each group of labels; of equal ones the lowest id.
    private void Reach(ReadOnlySpan<double> scores, Span<double> reached, Span<int> from)
    {
        var (first, others, steps) = (_steps.Incoming.First, _steps.Incoming.Others, _steps.Incoming.Scores);
        for (var group = 0; group < reached.Length; group++)
        {
            var (best, predecessor) = (double.NegativeInfinity, 0);
            for (var i = first[group]; i < first[group + 1]; i++)
            {
                var score = scores[others[i]] + steps[i];
                if (score > best) (best, predecessor) = (score, others[i]);
            }
            (reached[group], from[group]) = (best, predecessor);
        }
    }

    private void Trace(ReadOnlySpan<double> scores, ReadOnlySpan<int> from, Span<int> path)
    {
        var (best, last) = (double.NegativeInfinity, -1);
        foreach (var id in _steps.Predicted)
        {
            var score = scores[id] + _steps.End[id];
            if (score > best) (best, last) = (score, id);
        }
        var incoming = _steps.Incoming;
        for (var word = path.Length - 1; word >= 0; word--)
        {
            path[word] = last;
            if (word > 0) last = from[word * incoming.Count + incoming.Of[last]];
        }
    }

    private void ThrowIfUnfit(ReadOnlySpan<float> logits, int words)
    {
        var count = _steps.Count;
        if (logits.Length != checked(words * count))
            throw new ArgumentException($"{words} words and {count} labels need {words * count} logits, not {logits.Length}");
        for (var i = 0; i < logits.Length; i++)
        {
            if (!float.IsFinite(logits[i])) throw new ArgumentException($"logit of word {i / count}, label {i % count} is {logits[i]}");
        }
    }
}

/// <summary>A path and its score.</summary>
/// <param name="LabelIds">A label id for each word.</param>
/// <param name="Score">Sum of its logits and transitions.</param>
public sealed record ScoredPath(int[] LabelIds, double Score);
