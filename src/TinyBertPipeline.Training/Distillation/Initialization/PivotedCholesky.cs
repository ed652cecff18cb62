using TinyBertPipeline.Training.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Distillation.Initialization;

/// <summary>
/// Chooses the coordinates of a covariance that explain most of it: each time the one with the largest remaining variance.
/// </summary>
internal static class PivotedCholesky
{
    // Below this share of the largest variance what is left of a coordinate is rounding, not variance.
    private const double Negligible = 1e-13;

    /// <summary>
    /// The <paramref name="count"/> chosen coordinates of a symmetric positive semi-definite matrix [H,H] (double), in ascending order.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">More coordinates are asked for than there are.</exception>
    public static int[] Choose(Tensor covariance, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, covariance.shape[0]);
        using var scope = NewDisposeScope();
        var left = covariance.diagonal().clone();                                        // [H]
        var floor = left.max().ToDouble() * Negligible;
        var factor = zeros(count, covariance.shape[0], dtype: ScalarType.Float64);       // rows F_k
        var chosen = new int[count];
        for (var k = 0; k < count; k++)
        {
            using var step = NewDisposeScope();
            var pivot = chosen[k] = (int)left.argmax().ToInt64();
            var remaining = left[pivot].ToDouble();
            if (remaining > floor)
            {
                // F_k = (C_:j - F F_j) / sqrt(left_j); left -= F_k^2
                var earlier = factor.narrow(0, 0, k);
                var row = covariance[pivot].Minus(earlier.t().mv(earlier.select(1, pivot))).DividedBy(Math.Sqrt(remaining));
                factor[k].copy_(row);
                left.Accumulate(row.square().neg());
            }
            left[pivot] = double.NegativeInfinity;
        }
        Array.Sort(chosen);
        return chosen;
    }
}
