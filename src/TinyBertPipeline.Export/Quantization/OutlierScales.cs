namespace TinyBertPipeline.Export.Quantization;

/// <summary>
/// Channel scales for outliers alone: a few channels, large on [CLS] only, would make the steps of all others coarse, and clipping them costs
/// entities. They are divided by their scale before quantization, and the weight's columns multiplied by it, which changes nothing else
/// (the idea of SmoothQuant, Xiao et al. 2023, for the channels that stick out).
/// </summary>
internal static class OutlierScales
{
    /// <summary>Sentences below which ranges are too uncertain for <see cref="UsualFactor"/>.</summary>
    private const int FewSentences = 64;

    private const float UsualFactor = 2;
    private const float CautiousFactor = 3;

    /// <summary>k: how many times the median a channel may reach before it is scaled.</summary>
    public static float Factor(int sentences) => sentences < FewSentences ? CautiousFactor : UsualFactor;

    /// <summary>s_j = max(1, c_j / (k · median(c))), c_j being the channel's largest absolute value.</summary>
    public static float[] Of(ReadOnlySpan<float> largest, float factor)
    {
        var limit = factor * Median(largest);
        var scales = new float[largest.Length];
        // With a median of 0 most channels are dead, and there is nothing to compare the others with.
        for (var j = 0; j < scales.Length; j++) scales[j] = limit > 0 && float.IsFinite(largest[j] / limit) ? Math.Max(1, largest[j] / limit) : 1;
        return scales;
    }

    private static float Median(ReadOnlySpan<float> values)
    {
        float[] sorted = [.. values];
        Array.Sort(sorted);
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
