namespace TinyBertPipeline.Core.Labeling;

/// <summary>
/// Turns logits into labels: by default the path with the largest sum of logits among those that the label set's scheme allows
/// (Viterbi). Thread-safe.
/// </summary>
public sealed class LegalPathDecoder
{
    private readonly LabelSet _labels;
    private readonly int[] _candidates;
    private readonly int[][] _predecessors;

    /// <summary>Prepares the transitions of a label set.</summary>
    public LegalPathDecoder(LabelSet labels)
    {
        _labels = labels;
        _candidates = [.. Enumerable.Range(0, labels.Count).Where(labels.IsTag)];
        _predecessors = [.. Enumerable.Range(0, labels.Count).Select(next => _candidates.Where(id => labels.MayFollow(id, next)).ToArray())];
    }

    /// <summary>Decodes one sentence; of equal paths the one with the lower ids is taken.</summary>
    /// <param name="logits">Scores [words, labels], row-major; they may be log-probabilities.</param>
    /// <param name="words">Number of words; 0 gives no labels.</param>
    /// <param name="mode">Best legal path, or the best label of each word.</param>
    /// <returns>A label id for each word.</returns>
    /// <exception cref="ArgumentException">The number of scores is not words x labels, or a score is not finite.</exception>
    public int[] Decode(ReadOnlySpan<float> logits, int words, DecodeMode mode)
    {
        if (logits.Length != checked(words * _labels.Count))
            throw new ArgumentException($"{words} words and {_labels.Count} labels need {words * _labels.Count} logits, not {logits.Length}");
        for (var i = 0; i < logits.Length; i++)
        {
            if (!float.IsFinite(logits[i])) throw new ArgumentException($"logit of word {i / _labels.Count}, label {i % _labels.Count} is {logits[i]}");
        }
        return words == 0 ? [] : mode == DecodeMode.Argmax ? BestLabels(logits, words) : BestPath(logits, words);
    }

    private int[] BestLabels(ReadOnlySpan<float> logits, int words)
    {
        var path = new int[words];
        for (var word = 0; word < words; word++)
        {
            var row = logits.Slice(word * _labels.Count, _labels.Count);
            path[word] = _candidates[0];
            foreach (var id in _candidates)
            {
                if (row[id] > row[path[word]]) path[word] = id;
            }
        }
        return path;
    }

    private int[] BestPath(ReadOnlySpan<float> logits, int words)
    {
        var labels = _labels.Count;
        var scores = new double[labels];                    // best score of a path that ends in the label
        var next = new double[labels];
        var from = new int[words * labels];                 // [words, labels]: predecessor on that path
        foreach (var id in _candidates) scores[id] = _labels.MayStart(id) ? logits[id] : double.NegativeInfinity;
        for (var word = 1; word < words; word++)
        {
            foreach (var id in _candidates)
            {
                var best = double.NegativeInfinity;
                foreach (var predecessor in _predecessors[id])
                {
                    if (scores[predecessor] <= best) continue;
                    (best, from[word * labels + id]) = (scores[predecessor], predecessor);
                }
                next[id] = best + logits[word * labels + id];
            }
            (scores, next) = (next, scores);
        }
        return Trace(scores, from, words);
    }

    private int[] Trace(double[] scores, int[] from, int words)
    {
        var last = _labels.IdOf("O");
        foreach (var id in _candidates)
        {
            if (_labels.MayEnd(id) && (scores[id] > scores[last] || scores[id] == scores[last] && id < last)) last = id;
        }
        var path = new int[words];
        for (var word = words - 1; word >= 0; word--)
        {
            path[word] = last;
            last = from[word * _labels.Count + last];
        }
        return path;
    }
}
