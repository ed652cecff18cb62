namespace TinyBertPipeline.Core.Labeling.Paths;

/// <summary>
/// What a path y scores beside the logits of its words: start[y1] + sum of between[y(t-1), y(t)] + end[yn]. A linear head has zeros, a CRF
/// learned ones, an <see cref="OperatingPoint"/> adds to either. K labels.
/// </summary>
public sealed class PathTransitions
{
    private readonly double[] _between;
    private readonly double[] _start;
    private readonly double[] _end;

    /// <summary>Takes the scores over.</summary>
    /// <param name="between">Scores [K,K] of a label (row) being followed by another (column).</param>
    /// <param name="start">Scores [K] of a sentence's first label.</param>
    /// <param name="end">Scores [K] of a sentence's last label.</param>
    /// <exception cref="ArgumentException">The sizes do not fit each other, or a score is not finite.</exception>
    public PathTransitions(double[] between, double[] start, double[] end)
    {
        if (end.Length != start.Length || between.Length != checked(start.Length * start.Length))
            throw new ArgumentException($"{between.Length} transitions, {start.Length} starts, {end.Length} ends are not K x K, K and K");
        if (!between.All(double.IsFinite) || !start.All(double.IsFinite) || !end.All(double.IsFinite))
            throw new ArgumentException("a transition score is not finite");
        (_between, _start, _end) = (between, start, end);
    }

    /// <summary>K.</summary>
    public int Labels => _start.Length;

    /// <summary>Scores [K] of a sentence's first label.</summary>
    public ReadOnlySpan<double> Start => _start;

    /// <summary>Scores [K] of a sentence's last label.</summary>
    public ReadOnlySpan<double> End => _end;

    /// <summary>Score of a label being followed by another.</summary>
    public double Between(int previous, int next) => _between[previous * Labels + next];

    /// <summary>No scores, as a linear head has it.</summary>
    public static PathTransitions Zero(int labels) => new(new double[labels * labels], new double[labels], new double[labels]);

    /// <summary>Takes the weights of a CRF.</summary>
    /// <exception cref="ArgumentException">The sizes do not fit each other, or a weight is not finite.</exception>
    public static PathTransitions FromWeights(float[] between, float[] start, float[] end)
    {
        return new(Widen(between), Widen(start), Widen(end));

        static double[] Widen(float[] weights) => Array.ConvertAll(weights, weight => (double)weight);
    }

    /// <summary>The sums of both.</summary>
    /// <exception cref="ArgumentException">The other has another number of labels.</exception>
    public PathTransitions Plus(PathTransitions other)
    {
        if (other.Labels != Labels) throw new ArgumentException($"transitions of {other.Labels} labels do not add to those of {Labels}");
        return new(Sum(_between, other._between), Sum(_start, other._start), Sum(_end, other._end));

        static double[] Sum(double[] left, double[] right) => [.. left.Zip(right, (a, b) => a + b)];
    }
}
