using TinyBertPipeline.Training.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Distillation.Initialization;

/// <summary>Ridge regression of some coordinates of a vector on others, from its moments alone.</summary>
internal static class Regression
{
    /// <summary>The ridge, as a share of the mean variance of the kept coordinates.</summary>
    private const double Ridge = 1e-3;

    /// <summary>
    /// Coefficients B [D,S] with x[wanted] - mean ~ B (x[kept] - mean), by least squares with a ridge of 1e-3 of the mean diagonal.
    /// </summary>
    /// <param name="covariance">cov(x), [H,H].</param>
    /// <param name="wanted">The D coordinates to restore, int64.</param>
    /// <param name="kept">The S coordinates that are known, int64.</param>
    public static Tensor Coefficients(Tensor covariance, Tensor wanted, Tensor kept)
    {
        using var scope = NewDisposeScope();
        var rows = covariance.index_select(0, kept);
        var known = rows.index_select(1, kept);                                              // [S,S]
        var ridge = known.diagonal().mean().Times(Ridge).Plus(1e-300);
        var factor = linalg.cholesky(known.Plus(eye(kept.shape[0], dtype: ScalarType.Float64) * ridge));
        return cholesky_solve(rows.index_select(1, wanted), factor, upper: false).t().MoveToOuterDisposeScope();
    }
}
