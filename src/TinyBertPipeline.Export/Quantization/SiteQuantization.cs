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

/// <summary>
/// x ≈ (q − zero point) · scale for one tensor, with q in 0..255 or −128..127 (Jacob et al. 2018, equation 1).
/// </summary>
/// <param name="Form">Unsigned or signed.</param>
/// <param name="Scale">The step between two integers, above 0.</param>
/// <param name="ZeroPoint">The integer that stands for 0; 0 in the signed form.</param>
public readonly record struct ValueQuantizer(IntegerForm Form, float Scale, int ZeroPoint)
{
    private const int Steps = 255;
    private const int LargestSigned = 127;

    /// <summary>The value of the lowest integer: −zero point · scale, or −128 · scale.</summary>
    public float Lowest => ((Form == IntegerForm.U8 ? 0 : -LargestSigned - 1) - ZeroPoint) * Scale;

    /// <summary>The value of the highest integer: (255 − zero point) · scale, or 127 · scale.</summary>
    public float Highest => ((Form == IntegerForm.U8 ? Steps : LargestSigned) - ZeroPoint) * Scale;

    /// <summary>Covers a range that includes 0 without clipping: min and max decide.</summary>
    /// <param name="form">Unsigned or signed.</param>
    /// <param name="low">The lowest value, at most 0.</param>
    /// <param name="high">The highest value, at least 0.</param>
    public static ValueQuantizer Covering(IntegerForm form, float low, float high)
    {
        if (form == IntegerForm.I8) return new(form, Step(Math.Max(-low, high) / LargestSigned), 0);
        var scale = Step((high - low) / Steps);
        return new(form, scale, (int)Math.Clamp(MathF.Round(-low / scale, MidpointRounding.ToEven), 0, Steps));
    }

    // A tensor that is 0 everywhere (or too near to it for a division) stays 0 with any step.
    private static float Step(float step) => float.IsNormal(step) ? step : 1;
}
