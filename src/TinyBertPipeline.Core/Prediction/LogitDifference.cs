using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Core.Prediction;

/// <summary>How far an engine's logits of the rows that count are from a reference's: of words' first pieces, of texts.</summary>
/// <param name="Max">Largest absolute difference of a logit.</param>
/// <param name="Mean">Mean absolute difference of the logits.</param>
/// <param name="Divergence">Mean over the rows of KL(softmax of the reference || softmax of the engine).</param>
/// <param name="Flips">Share of the rows whose label of the highest logit is another one, 0 to 1.</param>
public sealed record LogitDifference(double Max, double Mean, double Divergence, double Flips)
{
    /// <summary>Compares two results for the same items; a NaN makes its figures NaN.</summary>
    public static LogitDifference Measure(IReadOnlyList<ItemPrediction> reference, IReadOnlyList<ItemPrediction> predicted)
    {
        double largest = 0, sum = 0, divergence = 0;
        long values = 0, rows = 0, flips = 0;
        for (var i = 0; i < predicted.Count; i++)
        {
            var (expected, found, count) = (reference[i].Logits, predicted[i].Logits, reference[i].LabelIds.Length);
            for (var j = 0; j < found.Length; j++)
            {
                var difference = Math.Abs((double)expected[j] - found[j]);
                if (!(difference <= largest)) largest = difference;
                sum += difference;
            }
            values += found.Length;
            rows += count;
            for (var row = 0; row < count; row++)
            {
                var labels = found.Length / count;
                var p = expected.AsSpan(row * labels, labels);
                var q = found.AsSpan(row * labels, labels);
                divergence += Kl(p, q);
                if (Highest(p) != Highest(q)) flips++;
            }
        }
        return new(largest, sum / Math.Max(1, values), divergence / Math.Max(1, rows), (double)flips / Math.Max(1, rows));
    }

    // Σ p (ln p − ln q) over the softmax of both.
    private static double Kl(ReadOnlySpan<float> expected, ReadOnlySpan<float> found)
    {
        var (p, q) = (LogSum(expected), LogSum(found));
        var sum = 0.0;
        for (var label = 0; label < expected.Length; label++)
        {
            var logP = expected[label] - p;
            sum += Math.Exp(logP) * (logP - (found[label] - q));
        }
        return sum;
    }

    private static double LogSum(ReadOnlySpan<float> logits)
    {
        double largest = logits[Highest(logits)], sum = 0;
        foreach (var logit in logits) sum += Math.Exp(logit - largest);
        return largest + Math.Log(sum);
    }

    private static int Highest(ReadOnlySpan<float> logits)
    {
        var highest = 0;
        for (var label = 1; label < logits.Length; label++)
        {
            if (logits[label] > logits[highest]) highest = label;
        }
        return highest;
    }
}
