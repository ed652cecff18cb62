using System.Buffers;

namespace TinyBertPipeline.Core.Labeling.Paths;

/// <summary>
/// The N best paths, exactly: Viterbi that keeps at each label the N best ways to it instead of one. A way is a predecessor and which of
/// its own ways is gone on with. K labels, G groups of <see cref="PathSteps.Incoming"/>.
/// </summary>
internal sealed class PathRanking(PathSteps steps, int limit)
{
    private readonly LabelGroups _incoming = steps.Incoming;

    public List<ScoredPath> Rank(ReadOnlySpan<float> logits, int words)
    {
        var (count, groups) = (steps.Count, _incoming.Count);
        var ways = ArrayPool<(int Label, int Rank)>.Shared.Rent(checked(words * groups * limit));        // [words,G,N]
        var scores = ArrayPool<double>.Shared.Rent(checked((count + groups) * limit));                    // [K,N], then [G,N]
        Array.Fill(scores, double.NegativeInfinity, 0, count * limit);
        foreach (var id in steps.Predicted) scores[id * limit] = steps.Start[id] + logits[id];
        for (var word = 1; word < words; word++)
        {
            for (var group = 0; group < groups; group++)
            {
                var reached = scores.AsSpan((count + group) * limit, limit);
                Merge(scores.AsSpan(0, count * limit), group, reached, ways.AsSpan((word * groups + group) * limit, limit));
            }
            foreach (var id in steps.Predicted)
            {
                var reached = scores.AsSpan((count + _incoming.Of[id]) * limit, limit);
                for (var rank = 0; rank < limit; rank++) scores[id * limit + rank] = reached[rank] + logits[word * count + id];
            }
        }
        var paths = Trace(scores, ways, words);
        ArrayPool<(int, int)>.Shared.Return(ways);
        ArrayPool<double>.Shared.Return(scores);
        return paths;
    }

    private void Merge(ReadOnlySpan<double> scores, int group, Span<double> best, Span<(int Label, int Rank)> ways)
    {
        best.Fill(double.NegativeInfinity);
        for (var i = _incoming.First[group]; i < _incoming.First[group + 1]; i++)
            Insert(scores, _incoming.Others[i], _incoming.Scores[i], best, ways);
    }

    private List<ScoredPath> Trace(ReadOnlySpan<double> scores, ReadOnlySpan<(int Label, int Rank)> ways, int words)
    {
        var best = new double[limit];
        var last = new (int Label, int Rank)[limit];
        Array.Fill(best, double.NegativeInfinity);
        foreach (var id in steps.Predicted) Insert(scores, id, steps.End[id], best, last);
        var paths = new List<ScoredPath>();
        for (var i = 0; i < limit && best[i] > double.NegativeInfinity; i++)
        {
            var path = new int[words];
            var (label, rank) = last[i];
            for (var word = words - 1; word >= 0; word--)
            {
                path[word] = label;
                if (word > 0) (label, rank) = ways[(word * _incoming.Count + _incoming.Of[label]) * limit + rank];
            }
            paths.Add(new(path, best[i]));
        }
        return paths;
    }

    // Sorted, equal scores in the order in which they come: lower labels, and of one label the lower ranks, first.
    private void Insert(ReadOnlySpan<double> scores, int label, double step, Span<double> best, Span<(int Label, int Rank)> ways)
    {
        for (var rank = 0; rank < limit; rank++)
        {
            var score = scores[label * limit + rank] + step;
            if (score <= best[^1]) return;
            var place = limit - 1;
            for (; place > 0 && best[place - 1] < score; place--) (best[place], ways[place]) = (best[place - 1], ways[place - 1]);
            (best[place], ways[place]) = (score, (label, rank));
        }
    }
}
