namespace TinyBertPipeline.Core.Evaluation.Comparing;

/// <summary>
/// Whether one model is better than another on the same items, each trained once or with several seeds. The interval is a paired bootstrap
/// over items and seeds; p is that of approximate randomisation (Noreen 1989; Yeh, More accurate tests for the statistical significance of
/// result differences, 2000): how often the difference is as large where the models' answers are exchanged at random, item by item.
/// </summary>
/// <param name="First">The first model's mean score.</param>
/// <param name="Second">The second model's mean score.</param>
/// <param name="Difference">The first minus the second, with its interval.</param>
/// <param name="P">The probability of so large a difference, in either direction, between models that are alike.</param>
public sealed record PairedComparison(double First, double Second, BootstrapInterval Difference, double P)
{
    /// <summary>Compares two models.</summary>
    /// <param name="first">What each item adds to the score of the first model, for each of its runs.</param>
    /// <param name="second">The same of the second model.</param>
    /// <param name="value">The score of summed counts.</param>
    /// <param name="options">How samples are drawn.</param>
    /// <exception cref="ArgumentException">The numbers of items differ, or there is none.</exception>
    public static PairedComparison Of(
        IReadOnlyList<IReadOnlyList<double[]>> first, IReadOnlyList<IReadOnlyList<double[]>> second, Func<double[], double> value,
        BootstrapOptions options)
    {
        if (first.Count == 0 || second.Count == 0) throw new ArgumentException("a comparison needs a run of each model");
        var items = first[0].Count;
        if (items == 0 || first.Concat(second).Any(run => run.Count != items))
            throw new ArgumentException("a comparison needs the same items, at least one, in every run");
        var every = Enumerable.Repeat(1, items).ToArray();
        var (a, b) = (first.Average(run => value(Sum(run, every))), second.Average(run => value(Sum(run, every))));
        return new PairedComparison(a, b, Interval(first, second, value, options, a - b), Exchange(first, second, value, options, a - b));
    }

    // Items are drawn once for all runs, so that they stay paired; runs of each model are drawn for themselves.
    private static BootstrapInterval Interval(
        IReadOnlyList<IReadOnlyList<double[]>> first, IReadOnlyList<IReadOnlyList<double[]>> second, Func<double[], double> value,
        BootstrapOptions options, double estimate)
    {
        var random = new Random(options.Seed);
        var differences = new double[options.Samples];
        var times = new int[first[0].Count];
        for (var sample = 0; sample < differences.Length; sample++)
        {
            Array.Clear(times);
            for (var i = 0; i < times.Length; i++) times[random.Next(times.Length)]++;
            differences[sample] = Mean(first) - Mean(second);
        }
        return BootstrapInterval.Of(differences, estimate, options.Level);

        double Mean(IReadOnlyList<IReadOnlyList<double[]>> runs)
        {
            if (runs.Count == 1) return value(Sum(runs[0], times));
            var sum = 0.0;
            for (var i = 0; i < runs.Count; i++) sum += value(Sum(runs[random.Next(runs.Count)], times));
            return sum / runs.Count;
        }
    }

    // An item's answers change sides in all runs at once: a run of one model with that of the other of the same number, beginning again
    // where there are fewer.
    private static double Exchange(
        IReadOnlyList<IReadOnlyList<double[]>> first, IReadOnlyList<IReadOnlyList<double[]>> second, Func<double[], double> value,
        BootstrapOptions options, double difference)
    {
        var random = new Random(options.Seed);
        var (stay, go) = (new int[first[0].Count], new int[first[0].Count]);
        var asLarge = 0;
        for (var sample = 0; sample < options.Samples; sample++)
        {
            for (var i = 0; i < stay.Length; i++) go[i] = 1 - (stay[i] = random.Next(2));
            var exchanged = Mixed(first, second) - Mixed(second, first);
            if (Math.Abs(exchanged) >= Math.Abs(difference) - 1e-12) asLarge++;
        }
        return (asLarge + 1.0) / (options.Samples + 1);

        double Mixed(IReadOnlyList<IReadOnlyList<double[]>> own, IReadOnlyList<IReadOnlyList<double[]>> other) => own.Index().Average(
            run => value([.. Sum(run.Item, stay).Zip(Sum(other[run.Index % other.Count], go), (kept, taken) => kept + taken)]));
    }

    private static double[] Sum(IReadOnlyList<double[]> items, int[] times)
    {
        var sum = new double[items[0].Length];
        for (var i = 0; i < times.Length; i++)
        {
            for (var count = 0; times[i] > 0 && count < sum.Length; count++) sum[count] += times[i] * items[i][count];
        }
        return sum;
    }
}
