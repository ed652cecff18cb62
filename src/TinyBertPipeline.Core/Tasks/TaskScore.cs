namespace TinyBertPipeline.Core.Tasks;

/// <summary>How well a model does on labelled data, in the task's own metric.</summary>
/// <param name="Metric">The metric's name in camel case, for example <c>f1</c> or <c>accuracy</c>.</param>
/// <param name="Value">Its value, 0 to 1; what is chosen is chosen by it.</param>
/// <param name="Details">Further figures by name, in the order in which they are shown.</param>
public sealed record TaskScore(string Metric, double Value, IReadOnlyDictionary<string, double> Details)
{
    /// <summary>The items that the value is a share of: gold entities, texts; 0 where it is no share.</summary>
    public long Items { get; init; }

    /// <summary>
    /// By how much the value would differ, as a standard deviation, on other data of this size: √(v (1 − v) / items); 0 where it is no share.
    /// </summary>
    public double StandardError() => Items > 0 ? Math.Sqrt(Value * (1 - Value) / Items) : 0;

    /// <summary>The name of a figure with the part of the data before it: <c>devF1</c>.</summary>
    public static string KeyOf(string part, string metric) => part + char.ToUpperInvariant(metric[0]) + metric[1..];

    /// <summary>The metric as people write it: <c>F1</c>, <c>accuracy</c>.</summary>
    public static string Shown(string metric) => metric.Length <= 3 ? metric.ToUpperInvariant() : metric;

    /// <summary>The value and all details under names such as <c>devF1</c>, <c>devPrecision</c>.</summary>
    public IEnumerable<KeyValuePair<string, double>> Named(string part) =>
        Details.Prepend(KeyValuePair.Create(Metric, Value)).Select(figure => KeyValuePair.Create(KeyOf(part, figure.Key), figure.Value));
}
