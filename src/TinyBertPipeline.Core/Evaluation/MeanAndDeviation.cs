namespace TinyBertPipeline.Core.Evaluation;

/// <summary>The mean of some figures and their sample standard deviation; NaN where there are too few.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The sample standard deviation; NaN for fewer than two figures.</param>
public readonly record struct MeanAndDeviation(double Mean, double Deviation)
{
    /// <summary>Of all figures; when one is missing there is no mean.</summary>
    public static MeanAndDeviation Of(IEnumerable<double?> figures)
    {
        var values = figures.Select(figure => figure ?? double.NaN).ToArray();
        var mean = values.Length == 0 ? double.NaN : values.Average();
        if (values.Length < 2) return new MeanAndDeviation(mean, double.NaN);
        return new MeanAndDeviation(mean, Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1)));
    }
}
