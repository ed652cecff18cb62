using TinyBertPipeline.Core;

namespace TinyBertPipeline.Export.Quantization;

/// <summary>The lowest and highest value of each channel of a tensor [pieces, channels], over all pieces seen.</summary>
public sealed class ValueRange
{
    private readonly float[] _lowest;
    private readonly float[] _highest;

    /// <summary>A range that has seen nothing yet.</summary>
    public ValueRange(int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        (_lowest, _highest) = (new float[channels], new float[channels]);
        Array.Fill(_lowest, float.PositiveInfinity);
        Array.Fill(_highest, float.NegativeInfinity);
    }

    /// <summary>Number of channels.</summary>
    public int Channels => _lowest.Length;

    /// <summary>The lowest value of each channel.</summary>
    public ReadOnlySpan<float> Lowest => _lowest;

    /// <summary>The highest value of each channel.</summary>
    public ReadOnlySpan<float> Highest => _highest;

    /// <summary>Takes rows of real pieces, [CLS] and [SEP] included: the largest values sit on [CLS]. Padding must not be among them.</summary>
    /// <exception cref="InvalidInputException">A value is not finite.</exception>
    public void Add(ReadOnlySpan<float> rows)
    {
        if (rows.Length % Channels != 0) throw new ArgumentException($"{rows.Length} values are no rows of {Channels}", nameof(rows));
        for (var start = 0; start < rows.Length; start += Channels)
        {
            for (var channel = 0; channel < Channels; channel++)
            {
                var value = rows[start + channel];
                if (!float.IsFinite(value))
                    throw new InvalidInputException(InputKind.Model, null, $"channel {channel} of a layer's input is {value}");
                if (value < _lowest[channel]) _lowest[channel] = value;
                if (value > _highest[channel]) _highest[channel] = value;
            }
        }
    }

    /// <summary>The largest absolute value of each channel.</summary>
    internal float[] Largest()
    {
        if (_lowest[0] > _highest[0]) throw new InvalidOperationException("no piece was seen");
        return [.. _lowest.Zip(_highest, (low, high) => Math.Max(Math.Abs(low), Math.Abs(high)))];
    }
}
