using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Labeling.Paths;

namespace TinyBertPipeline.Core.Tests.Labeling.Paths;

/// <summary>Every path of a sentence that its labels allow, one by one: what the decoder must agree with.</summary>
internal sealed class PathEnumeration
{
    private readonly LabelSet _labels;

    public PathEnumeration(LabelSet labels, PathTransitions transitions, bool legalOnly, float[] logits, int words)
    {
        _labels = labels;
        var paths = new List<ScoredPath>();
        var path = new int[words];
        for (var number = 0; number < (int)Math.Pow(labels.Count, words); number++)
        {
            for (int word = 0, rest = number; word < words; word++, rest /= labels.Count) path[word] = rest % labels.Count;
            if (path.Any(id => !MayStandAnywhere(labels, id))) continue;                // a label for special positions
            if (!legalOnly || IsLegal(labels, path)) paths.Add(new([.. path], Score(transitions, logits, path)));
        }
        // Counting puts the last word's label above those before it: a stable sort keeps lower ids at the end first.
        Paths = [.. paths.OrderByDescending(scored => scored.Score)];
    }

    /// <summary>The paths, best first.</summary>
    public IReadOnlyList<ScoredPath> Paths { get; }

    public static bool IsLegal(LabelSet labels, int[] path) =>
        labels.MayStart(path[0]) && labels.MayEnd(path[^1]) && path.Zip(path[1..]).All(pair => labels.MayFollow(pair.First, pair.Second));

    private static bool MayStandAnywhere(LabelSet labels, int id) =>
        labels.MayStart(id) || labels.MayEnd(id) || Enumerable.Range(0, labels.Count).Any(other => labels.MayFollow(other, id));

    public static double Score(PathTransitions transitions, float[] logits, int[] path)
    {
        var score = transitions.Start[path[0]] + logits[path[0]];
        for (var word = 1; word < path.Length; word++)
            score = score + transitions.Between(path[word - 1], path[word]) + logits[word * transitions.Labels + path[word]];
        return score + transitions.End[path[^1]];
    }

    /// <summary>Log of the sum of exp(score / temperature).</summary>
    public double LogPartition(double temperature)
    {
        var largest = Paths[0].Score / temperature;
        return largest + Math.Log(Paths.Sum(path => Math.Exp(path.Score / temperature - largest)));
    }

    /// <summary>The probability of the paths for which something holds.</summary>
    public double Probability(Func<int[], bool> holds, double temperature = 1)
    {
        var total = LogPartition(temperature);
        return Paths.Where(path => holds(path.LabelIds)).Sum(path => Math.Exp(path.Score / temperature - total));
    }

    /// <summary>The probability of an entity, as <see cref="EntityReader"/> finds it in the labels of each path.</summary>
    public double Probability(EntitySpan entity) => Probability(path => EntityReader.ReadDefault(_labels.ToBioes(path)).Contains(entity));
}
