namespace TinyBertPipeline.Pipeline.Experiments;

/// <summary>The mean of some figures and their sample standard deviation; NaN where there are too few.</summary>
internal readonly record struct MeanAndDeviation(double Mean, double Deviation)
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
