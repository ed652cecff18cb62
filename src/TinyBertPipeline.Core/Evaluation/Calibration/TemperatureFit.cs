using TinyBertPipeline.Core.Labeling.Paths;

namespace TinyBertPipeline.Core.Evaluation.Calibration;

/// <summary>
/// The temperature at which the gold paths of labelled sentences are most probable (Guo et al. 2017, section 4.2, with whole paths in place
/// of classes: for a linear head without the legal constraint both are the same). No prediction changes, for all scores are divided by it.
/// </summary>
/// <param name="Temperature">What scores are to be divided by, from <see cref="Lowest"/> to <see cref="Highest"/>.</param>
/// <param name="LossBefore">Negative log-likelihood a word at temperature 1.</param>
/// <param name="Loss">Negative log-likelihood a word at <paramref name="Temperature"/>.</param>
/// <param name="Sentences">Number of sentences that it was fitted on.</param>
/// <param name="Skipped">Number of sentences left out: without words, or with gold labels that the decoder does not allow.</param>
public sealed record TemperatureFit(double Temperature, double LossBefore, double Loss, int Sentences, int Skipped)
{
    /// <summary>The lowest temperature; reached where every gold path is the best one already.</summary>
    public const double Lowest = 0.02;

    /// <summary>The highest temperature; reached where scores say nothing of the gold paths.</summary>
    public const double Highest = 50;

    private const int MaxSteps = 100;
    private const double Precision = 1e-10;

    /// <summary>Fits the temperature. The result depends on the sentences alone, whatever the number of processors.</summary>
    /// <exception cref="ArgumentException">No sentence can be used, or one has another number of logits than words x labels.</exception>
    public static TemperatureFit Fit(PathDecoder decoder, IReadOnlyList<ScoredSentence> sentences)
    {
        var gold = sentences.Select(sentence => decoder.Score(sentence.Logits, sentence.Gold)).ToArray();
        var used = Enumerable.Range(0, gold.Length).Where(i => sentences[i].Gold.Length > 0 && double.IsFinite(gold[i])).ToArray();
        if (used.Length == 0) throw new ArgumentException("no sentence has words whose gold labels the decoder allows", nameof(sentences));
        var words = used.Sum(i => (double)sentences[i].Gold.Length);
        var scale = Minimize(Loss);
        return new(1 / scale, Loss(1).Value, Loss(scale).Value, used.Length, sentences.Count - used.Length);

        // Of s = 1 / temperature the loss is convex: log Z(s) - s · score(gold), a word.
        (double Value, double Slope, double Curvature) Loss(double s)
        {
            var moments = new ScoreMoments[used.Length];
            Parallel.For(0, used.Length, i => moments[i] = Moments(sentences[used[i]], s));
            var (value, slope, curvature) = (0.0, 0.0, 0.0);
            for (var i = 0; i < used.Length; i++)
            {
                value += (moments[i].LogPartition - s * gold[used[i]]) / words;
                slope += (moments[i].Mean - gold[used[i]]) / words;
                curvature += moments[i].Variance / words;
            }
            return (value, slope, curvature);
        }

        ScoreMoments Moments(ScoredSentence sentence, double s) => decoder.Moments(sentence.Logits, sentence.Gold.Length, s);
    }

    // Newton's steps inside of an interval whose ends have slopes of either sign; where a step leaves it, the interval is halved.
    private static double Minimize(Func<double, (double Value, double Slope, double Curvature)> loss)
    {
        var (low, high) = (1 / Highest, 1 / Lowest);
        if (loss(low).Slope >= 0) return low;
        if (loss(high).Slope <= 0) return high;
        var s = 1.0;
        for (var step = 0; step < MaxSteps && high - low > Precision * s; step++)
        {
            var (_, slope, curvature) = loss(s);
            if (slope == 0) break;
            if (slope > 0) high = s;
            else low = s;
            var next = s - slope / curvature;
            if (!(next > low && next < high)) next = Math.Sqrt(low * high);
            if (Math.Abs(next - s) <= Precision * s) return next;
            s = next;
        }
        return s;
    }
}

/// <summary>A labelled sentence with a model's logits.</summary>
/// <param name="Logits">Scores [words, labels], row-major.</param>
/// <param name="Gold">The right label id of each word.</param>
public sealed record ScoredSentence(float[] Logits, int[] Gold);
