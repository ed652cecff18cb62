namespace TinyBertPipeline.Export.Quantization;

/// <summary>What the calibration found for the input of a linear layer.</summary>
/// <param name="Low">The lowest value after division by the channel scales, at most 0.</param>
/// <param name="High">The highest value after division, at least 0.</param>
/// <param name="ChannelScales">What each channel is divided by, at least 1; most are 1.</param>
public sealed record SiteQuantization(float Low, float High, IReadOnlyList<float> ChannelScales)
{
    /// <summary>Whether a channel has to be divided at all.</summary>
    public bool IsScaled => ChannelScales.Any(scale => scale > 1);

    /// <summary>Range and scales of a calibrated tensor.</summary>
    /// <param name="range">What was seen.</param>
    /// <param name="factor">k of <see cref="OutlierScales"/>, or null for a tensor without channel scales.</param>
    internal static SiteQuantization Of(ValueRange range, float? factor)
    {
        var largest = range.Largest();
        var scales = factor is { } k ? OutlierScales.Of(largest, k) : [.. Enumerable.Repeat(1f, largest.Length)];
        var (low, high) = (0f, 0f);
        for (var j = 0; j < scales.Length; j++)
        {
            low = Math.Min(low, range.Lowest[j] / scales[j]);
            high = Math.Max(high, range.Highest[j] / scales[j]);
        }
        return new(low, high, scales);
    }

    /// <summary>The integers of this range.</summary>
    public ValueQuantizer Quantizer(IntegerForm form) => ValueQuantizer.Covering(form, Low, High);

    /// <summary>1/s_j, by which the input is multiplied.</summary>
    internal float[] InverseScales() => [.. ChannelScales.Select(scale => 1 / scale)];
}
