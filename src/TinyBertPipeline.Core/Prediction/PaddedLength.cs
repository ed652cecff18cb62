namespace TinyBertPipeline.Core.Prediction;

/// <summary>
/// The few lengths that sequences are padded to. A runtime makes kernels for each shape that it meets, which takes longer than running them,
/// and keeps them: with a length for each number of pieces it would do little else, and grow.
/// </summary>
internal static class PaddedLength
{
    // Up to a length, in steps of: the padding of short sequences weighs most.
    private static readonly (int UpTo, int Step)[] _steps = [(64, 8), (128, 16), (256, 32), (int.MaxValue, 64)];

    /// <summary>The length that a sequence is padded to.</summary>
    /// <param name="pieces">Its own.</param>
    /// <param name="longest">The longest that the model takes; never padded beyond it.</param>
    public static int Of(int pieces, int longest)
    {
        var (_, step) = Array.Find(_steps, step => pieces <= step.UpTo);
        var padded = (pieces + step - 1) / step * step;
        return Math.Max(pieces, Math.Min(padded, longest));
    }
}
