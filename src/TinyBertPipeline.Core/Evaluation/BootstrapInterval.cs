namespace TinyBertPipeline.Core.Evaluation;

/// <summary>
/// A percentile interval from a bootstrap over items: sets of as many items are drawn with replacement, and the figure is computed
/// for each. Compared models are judged on the same draws (paired). Source: Efron and Tibshirani, An Introduction to the Bootstrap, chapter 13.
/// </summary>
/// <param name="Estimate">The figure for the items as they are.</param>
/// <param name="Lower">Lower end of the interval.</param>
/// <param name="Upper">Upper end of the interval.</param>
public sealed record BootstrapInterval(double Estimate, double Lower, double Upper)
{
    /// <summary>The interval of a score.</summary>
    /// <param name="items">What each item adds to it.</param>
    /// <param name="value">The score of summed counts.</param>
    /// <param name="options">How it is drawn.</param>
    /// <exception cref="ArgumentException">There is no item.</exception>
    public static BootstrapInterval Of(IReadOnlyList<double[]> items, Func<double[], double> value, BootstrapOptions options) =>
        Draw(items.Count, options, drawn => value(Sum(items, drawn)));

    /// <summary>
    /// The interval of a student's score over its teacher's, the share that the student keeps. Where the teacher's is 0 the ratio is 1 if
    /// the student's is, too, else infinite.
    /// </summary>
    /// <exception cref="ArgumentException">The numbers of items differ, or there is none.</exception>
    public static BootstrapInterval OfRatio(
        IReadOnlyList<double[]> student, IReadOnlyList<double[]> teacher, Func<double[], double> value, BootstrapOptions options)
    {
        RequireSame(student, teacher);
        return Draw(student.Count, options, drawn => Ratio(value(Sum(student, drawn)), value(Sum(teacher, drawn))));
    }

    /// <summary>The interval of the difference of two models' scores, the first minus the second.</summary>
    /// <exception cref="ArgumentException">The numbers of items differ, or there is none.</exception>
    public static BootstrapInterval OfDifference(
        IReadOnlyList<double[]> first, IReadOnlyList<double[]> second, Func<double[], double> value, BootstrapOptions options)
    {
        RequireSame(first, second);
        return Draw(first.Count, options, drawn => value(Sum(first, drawn)) - value(Sum(second, drawn)));
    }

    private static void RequireSame(IReadOnlyList<double[]> first, IReadOnlyList<double[]> second)
    {
        if (first.Count != second.Count) throw new ArgumentException($"{first.Count} items of one model, but {second.Count} of the other");
    }

    private static BootstrapInterval Draw(int count, BootstrapOptions options, Func<int[], double> figure)
    {
        if (count == 0) throw new ArgumentException("a bootstrap needs items");
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Samples, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Level);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(options.Level, 1);
        var sentences = Enumerable.Range(0, count).ToArray();
        var estimate = figure(sentences);
        var random = new Random(options.Seed);
        var figures = new double[options.Samples];
        for (var sample = 0; sample < figures.Length; sample++)
        {
            for (var i = 0; i < count; i++) sentences[i] = random.Next(count);
            figures[sample] = figure(sentences);
        }
        return Of(figures, estimate, options.Level);
    }

    /// <summary>The interval of figures that were drawn; they are sorted.</summary>
    internal static BootstrapInterval Of(double[] figures, double estimate, double level)
    {
        Array.Sort(figures);
        var tail = (1 - level) / 2;
        return new BootstrapInterval(estimate, Percentile(figures, tail), Percentile(figures, 1 - tail));
    }

    // Linear between the neighbours, as numpy's default.
    private static double Percentile(double[] sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] == sorted[above] ? sorted[below] : sorted[below] + (sorted[above] - sorted[below]) * (position - below);
    }

    private static double[] Sum(IReadOnlyList<double[]> items, int[] drawn)
    {
        var sum = new double[items[0].Length];
        foreach (var item in drawn)
        {
            for (var count = 0; count < sum.Length; count++) sum[count] += items[item][count];
        }
        return sum;
    }

    private static double Ratio(double student, double teacher) => teacher > 0 ? student / teacher : student > 0 ? double.PositiveInfinity : 1;
}

/// <summary>How a bootstrap interval is drawn.</summary>
public sealed record BootstrapOptions
{
    /// <summary>Number of resampled sets of items.</summary>
    public int Samples { get; init; } = 1000;

    /// <summary>Share of the samples inside the interval.</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>Seed of the random numbers.</summary>
    public int Seed { get; init; } = 1;
}
