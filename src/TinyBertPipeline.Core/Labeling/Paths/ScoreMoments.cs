using System.Buffers;

namespace TinyBertPipeline.Core.Labeling.Paths;

/// <summary>
/// log Z(s), the log of the sum over all paths of exp(s · score), and its first two derivatives by s: mean and variance of the score of a
/// path that is drawn with its probability. One pass forward; each label carries mean and variance of the paths up to it.
/// </summary>
internal readonly record struct ScoreMoments(double LogPartition, double Mean, double Variance)
{
    public static ScoreMoments Of(PathSteps steps, ReadOnlySpan<float> logits, int words, double scale)
    {
        if (words == 0) return default;
        var labels = ArrayPool<ScoreMoments>.Shared.Rent(steps.Count + steps.Incoming.Count);
        var weights = ArrayPool<double>.Shared.Rent(steps.Count);
        var offset = 0.0;                                   // logits count relative to their word's largest: small numbers cancel less
        for (var word = 0; word < words; word++)
        {
            var row = logits.Slice(word * steps.Count, steps.Count);
            var largest = float.NegativeInfinity;
            foreach (var id in steps.Predicted) largest = Math.Max(largest, row[id]);
            var reached = labels.AsSpan(steps.Count, steps.Incoming.Count);
            if (word > 0) Join(steps.Incoming, labels.AsSpan(0, steps.Count), scale, weights, reached);
            foreach (var id in steps.Predicted)
            {
                var before = word > 0 ? reached[steps.Incoming.Of[id]] : default(ScoreMoments).After(steps.Start[id], scale);
                labels[id] = before.After((double)row[id] - largest, scale);
            }
            offset += largest;
        }
        for (var i = 0; i < steps.Predicted.Length; i++)
            labels[i] = labels[steps.Predicted[i]].After(steps.End[steps.Predicted[i]], scale);      // ascending: none is needed again
        var all = Join(labels.AsSpan(0, steps.Predicted.Length), weights);
        ArrayPool<ScoreMoments>.Shared.Return(labels);
        ArrayPool<double>.Shared.Return(weights);
        return all.After(offset, scale);
    }

    private ScoreMoments After(double score, double scale) => new(LogPartition + scale * score, Mean + score, Variance);

    private static void Join(
        LabelGroups groups, ReadOnlySpan<ScoreMoments> labels, double scale, double[] weights, Span<ScoreMoments> reached)
    {
        Span<ScoreMoments> steps = labels.Length <= 64 ? stackalloc ScoreMoments[labels.Length] : new ScoreMoments[labels.Length];
        for (var group = 0; group < reached.Length; group++)
        {
            var (first, count) = (groups.First[group], groups.First[group + 1] - groups.First[group]);
            for (var i = 0; i < count; i++) steps[i] = labels[groups.Others[first + i]].After(groups.Scores[first + i], scale);
            reached[group] = Join(steps[..count], weights);
        }
    }

    // Variance of a mixture: mean of the variances and variance of the means.
    private static ScoreMoments Join(ReadOnlySpan<ScoreMoments> parts, double[] weights)
    {
        var (largest, sum, mean, variance) = (double.NegativeInfinity, 0.0, 0.0, 0.0);
        foreach (var part in parts) largest = Math.Max(largest, part.LogPartition);
        if (largest == double.NegativeInfinity) return new(largest, 0, 0);
        for (var i = 0; i < parts.Length; i++) sum += weights[i] = Math.Exp(parts[i].LogPartition - largest);
        for (var i = 0; i < parts.Length; i++)
        {
            if (weights[i] > 0) mean += weights[i] / sum * parts[i].Mean;
        }
        for (var i = 0; i < parts.Length; i++)
        {
            if (weights[i] > 0) variance += weights[i] / sum * (parts[i].Variance + (parts[i].Mean - mean) * (parts[i].Mean - mean));
        }
        return new(largest + Math.Log(sum), mean, variance);
    }
}
