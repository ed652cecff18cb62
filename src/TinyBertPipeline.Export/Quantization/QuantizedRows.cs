namespace TinyBertPipeline.Export.Quantization;

/// <summary>A matrix as signed 8-bit integers, each row with a scale of its own and no zero point: w ≈ q · scale.</summary>
/// <param name="Values">The integers, row-major, −127 to 127.</param>
/// <param name="Scales">The scale of each row.</param>
internal sealed record QuantizedRows(sbyte[] Values, float[] Scales)
{
    private const int Largest = 127;

    /// <summary>scale_i = max_j |w_ij s_j| / 127, q = w_ij s_j / scale_i rounded half to even.</summary>
    /// <param name="values">The matrix, row-major.</param>
    /// <param name="columns">Its width.</param>
    /// <param name="columnScales">s_j, or null for 1.</param>
    public static QuantizedRows Of(ReadOnlySpan<float> values, int columns, IReadOnlyList<float>? columnScales = null)
    {
        var rows = values.Length / columns;
        var (quantized, scales) = (new sbyte[values.Length], new float[rows]);
        var row = new float[columns];
        for (var i = 0; i < rows; i++)
        {
            var largest = 0f;
            for (var j = 0; j < columns; j++)
            {
                row[j] = values[i * columns + j] * (columnScales?[j] ?? 1);
                largest = Math.Max(largest, Math.Abs(row[j]));
            }
            scales[i] = float.IsNormal(largest / Largest) ? largest / Largest : 1;
            for (var j = 0; j < columns; j++)
                quantized[i * columns + j] = (sbyte)Math.Clamp(MathF.Round(row[j] / scales[i], MidpointRounding.ToEven), -Largest, Largest);
        }
        return new(quantized, scales);
    }
}
