using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Distillation.Initialization;

/// <summary>The best approximation of a product of two factors by narrower ones, under metrics on both sides.</summary>
internal static class LowRankProduct
{
    /// <summary>
    /// Factors A' [m,rank] and B' [n,rank] whose product A' B'' is nearest to A B' in the norm |La' (A B') Lb|, for lower triangular La, Lb
    /// (null: the identity). The singular values are shared evenly by both.
    /// </summary>
    /// <param name="left">A [m,d].</param>
    /// <param name="right">B [n,d].</param>
    /// <param name="leftMetric">La [m,m] or null.</param>
    /// <param name="rightMetric">Lb [n,n] or null.</param>
    /// <param name="rank">Columns to keep; when the product has fewer, fewer are returned.</param>
    public static (Tensor Left, Tensor Right) Truncate(Tensor left, Tensor right, Tensor? leftMetric, Tensor? rightMetric, long rank)
    {
        using var scope = NewDisposeScope();
        var (q1, r1) = linalg.qr(Weigh(left, leftMetric), linalg.QRMode.Reduced);
        var (q2, r2) = linalg.qr(Weigh(right, rightMetric), linalg.QRMode.Reduced);
        var (u, s, vh) = linalg.svd(r1.mm(r2.t()), fullMatrices: false);
        var kept = Math.Min(rank, s.shape[0]);
        var root = s.narrow(0, 0, kept).sqrt();
        var newLeft = Unweigh(q1.mm(u.narrow(1, 0, kept)) * root, leftMetric);
        var newRight = Unweigh(q2.mm(vh.narrow(0, 0, kept).t()) * root, rightMetric);
        return (newLeft.MoveToOuterDisposeScope(), newRight.MoveToOuterDisposeScope());
    }

    private static Tensor Weigh(Tensor factor, Tensor? metric) => metric is null ? factor : metric.t().mm(factor);

    private static Tensor Unweigh(Tensor factor, Tensor? metric) =>
        metric is null ? factor : linalg.solve_triangular(metric.t(), factor, upper: true);
}
