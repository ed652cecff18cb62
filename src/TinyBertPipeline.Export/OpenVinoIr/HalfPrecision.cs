namespace TinyBertPipeline.Export.OpenVinoIr;

/// <summary>Rounds weights to 16-bit floats.</summary>
internal static class HalfPrecision
{
    /// <summary>The nearest 16-bit floats; what lies beyond their range becomes the largest of them, as in OpenVINO's own writer.</summary>
    public static Half[] Round(float[] values)
    {
        var (min, max) = ((float)Half.MinValue, (float)Half.MaxValue);
        var result = new Half[values.Length];
        for (var i = 0; i < values.Length; i++) result[i] = (Half)Math.Clamp(values[i], min, max);
        return result;
    }
}
