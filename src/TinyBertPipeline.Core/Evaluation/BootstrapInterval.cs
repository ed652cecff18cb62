namespace TinyBertPipeline.Core.Evaluation;

/// <summary>
/// A percentile interval from a bootstrap over sentences: sets of as many sentences are drawn with replacement, and the figure is computed
/// for each. Compared models are judged on the same draws (paired). Source: Efron and Tibshirani, An Introduction to the Bootstrap, chapter 13.
/// </summary>
/// <param name="Estimate">The figure for the sentences as they are.</param>
/// <param name="Lower">Lower end of the interval.</param>
/// <param name="Upper">Upper end of the interval.</param>
public sealed record BootstrapInterval(double Estimate, double Lower, double Upper)
{
    /// <summary>The interval of micro F1.</summary>
    /// <exception cref="ArgumentException">The numbers of sentences or labels differ, or there is no sentence.</exception>
    public static BootstrapInterval OfF1(
        IReadOnlyList<IReadOnlyList<string>> gold, IReadOnlyList<IReadOnlyList<string>> predicted, BootstrapOptions options)
    {
        var counts = Count(gold, predicted, options);
        return Draw(counts.Length, options, sentences => F1(counts, sentences));
    }

    /// <summary>
    /// The interval of student F1 over teacher F1, the share that the student keeps. Where the teacher has no correct entity the ratio is
    /// 1 if the student has none either, else infinite.
    /// </summary>
    /// <exception cref="ArgumentException">The numbers of sentences or labels differ, or there is no sentence.</exception>
    public static BootstrapInterval OfRatio(
        IReadOnlyList<IReadOnlyList<string>> gold, IReadOnlyList<IReadOnlyList<string>> student,
        IReadOnlyList<IReadOnlyList<string>> teacher, BootstrapOptions options)
    {
        var (studentCounts, teacherCounts) = (Count(gold, student, options), Count(gold, teacher, options));
        return Draw(gold.Count, options, sentences => Ratio(F1(studentCounts, sentences), F1(teacherCounts, sentences)));
    }

    /// <summary>The interval of the difference of two models' micro F1, the first minus the second.</summary>
    /// <exception cref="ArgumentException">The numbers of sentences or labels differ, or there is no sentence.</exception>
    public static BootstrapInterval OfDifference(
        IReadOnlyList<IReadOnlyList<string>> gold, IReadOnlyList<IReadOnlyList<string>> first,
        IReadOnlyList<IReadOnlyList<string>> second, BootstrapOptions options)
    {
        var (firstCounts, secondCounts) = (Count(gold, first, options), Count(gold, second, options));
        return Draw(gold.Count, options, sentences => F1(firstCounts, sentences) - F1(secondCounts, sentences));
    }

    private static BootstrapInterval Draw(int count, BootstrapOptions options, Func<int[], double> figure)
    {
        if (count == 0) throw new ArgumentException("a bootstrap needs sentences");
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
        Array.Sort(figures);
        var tail = (1 - options.Level) / 2;
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

    private static EntityCounts[] Count(
        IReadOnlyList<IReadOnlyList<string>> gold, IReadOnlyList<IReadOnlyList<string>> predicted, BootstrapOptions options) =>
        Array.ConvertAll(SentenceEntities.Read(gold, predicted, options.Mode, options.Scheme), pair => EntityCounts.Of(pair.Gold, pair.Predicted));

    private static double F1(EntityCounts[] counts, int[] sentences)
    {
        var total = default(EntityCounts);
        foreach (var sentence in sentences) total += counts[sentence];
        return total.Score().F1;
    }

    private static double Ratio(double student, double teacher) => teacher > 0 ? student / teacher : student > 0 ? double.PositiveInfinity : 1;
}
