using TinyBertPipeline.Core.Checkpoints;

namespace TinyBertPipeline.Export.Quantization;

/// <summary>
/// The tensors that are quantized: the inputs of the linear layers, four to a transformer layer. A site is named after the layer that takes it;
/// query, key and value share theirs. What is no site stays float: head, LayerNorm, activation, attention products, results of linear layers.
/// </summary>
public static class QuantizationSites
{
    private const string Attention = "attention.self";
    private const string AttentionOutput = "attention.output.dense";
    private const string Intermediate = "intermediate.dense";
    private const string Output = "output.dense";
    private const string Layer = "bert.encoder.layer.";

    /// <summary>All sites in the order of computation, each with its number of channels.</summary>
    public static IReadOnlyList<KeyValuePair<string, int>> Of(BertConfig config) =>
    [
        .. Enumerable.Range(0, config.Layers).SelectMany(layer => new KeyValuePair<string, int>[]
        {
            new($"{Layer}{layer}.{Attention}", config.HiddenSize),
            new($"{Layer}{layer}.{AttentionOutput}", config.HiddenSize),
            new($"{Layer}{layer}.{Intermediate}", config.HiddenSize),
            new($"{Layer}{layer}.{Output}", config.IntermediateSize),
        }),
    ];

    /// <summary>The site that a linear layer takes, or null for the head, which stays float.</summary>
    internal static string? InputOf(string linear)
    {
        if (!linear.StartsWith(Layer, StringComparison.Ordinal)) return null;
        return linear.Contains($".{Attention}.", StringComparison.Ordinal) ? linear[..linear.LastIndexOf('.')] : linear;
    }

    /// <summary>
    /// Whether channel scales are worth their multiplication: at the two inputs of the feed-forward block, where [CLS] sticks out. At the other
    /// two they gain little.
    /// </summary>
    internal static bool HasOutliers(string site) =>
        site.EndsWith($".{Intermediate}", StringComparison.Ordinal)
        || (site.EndsWith($".{Output}", StringComparison.Ordinal) && !site.EndsWith($".{AttentionOutput}", StringComparison.Ordinal));
}
