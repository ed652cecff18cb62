using TinyBertPipeline.Core.Checkpoints;

namespace TinyBertPipeline.Export.Quantization;

/// <summary>
/// How a BERT's linear layers become 8-bit: calibrated ranges and channel scales of their inputs. One plan makes the quantized ONNX model and the
/// quantized IR. Weights and embeddings need no plan: they are quantized row by row.
/// </summary>
public sealed record QuantizationPlan
{
    /// <summary>SHA-256 of the weights that were calibrated.</summary>
    public required string WeightsSha256 { get; init; }

    /// <summary>SHA-256 over weights, config and tokenizer; null in plans of earlier versions.</summary>
    public string? ContentSha256 { get; init; }

    /// <summary>Number of calibration sentences.</summary>
    public required int Sentences { get; init; }

    /// <summary>What was found for each of <see cref="QuantizationSites"/>.</summary>
    public required IReadOnlyDictionary<string, SiteQuantization> Sites { get; init; }

    /// <summary>Sites that stay float, as quantizing them costs too much.</summary>
    public IReadOnlyList<string> FloatSites { get; init; } = [];

    /// <summary>Makes a plan from the ranges of a calibration.</summary>
    /// <param name="ranges">The range of every site.</param>
    /// <param name="sentences">Number of sentences they were taken from: below 64 the channel scales are more cautious.</param>
    /// <param name="weightsSha256">SHA-256 of the weights.</param>
    public static QuantizationPlan Of(IReadOnlyDictionary<string, ValueRange> ranges, int sentences, string weightsSha256) => new()
    {
        WeightsSha256 = weightsSha256,
        Sentences = sentences,
        Sites = ranges.ToDictionary(
            site => site.Key,
            site => SiteQuantization.Of(site.Value, QuantizationSites.HasOutliers(site.Key) ? OutlierScales.Factor(sentences) : null),
            StringComparer.Ordinal),
    };

    /// <summary>The plan for the input of a linear layer, or null when the layer stays float.</summary>
    internal SiteQuantization? ForInputOf(string linear) =>
        QuantizationSites.InputOf(linear) is { } site && !FloatSites.Contains(site) ? Sites[site] : null;

    /// <exception cref="ArgumentException">The plan was made for a network of another form.</exception>
    internal void ThrowIfUnfit(BertConfig config)
    {
        var wanted = QuantizationSites.Of(config);
        if (Sites.Count != wanted.Count || wanted.Any(site => Sites.GetValueOrDefault(site.Key)?.ChannelScales.Count != site.Value))
            throw new ArgumentException("the quantization plan was made for a network of another form");
    }
}
