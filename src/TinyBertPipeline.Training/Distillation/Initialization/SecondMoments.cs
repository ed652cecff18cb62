using TinyBertPipeline.Training.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Distillation.Initialization;

/// <summary>
/// Mean and second moment of the rows it has seen, in double precision: all that the regressions need, so that no rows are kept.
/// </summary>
internal sealed class SecondMoments : IDisposable
{
    private readonly Tensor _sum;      // [H]
    private readonly Tensor _product;  // [H,H]

    public SecondMoments(long width)
    {
        _sum = zeros(width, dtype: ScalarType.Float64).DetachFromDisposeScope();
        _product = zeros(width, width, dtype: ScalarType.Float64).DetachFromDisposeScope();
    }

    /// <summary>H, the number of coordinates.</summary>
    public int Width => (int)_sum.shape[0];

    /// <summary>N, the number of rows seen.</summary>
    public long Rows { get; private set; }

    /// <summary>Adds rows [N,H].</summary>
    public void Add(Tensor rows)
    {
        using var scope = NewDisposeScope();
        var wide = rows.to_type(ScalarType.Float64);
        _sum.Accumulate(wide.sum(dim: 0));
        _product.addmm_(wide.t(), wide, 1, 1);
        Rows += rows.shape[0];
    }

    /// <summary>E[x], [H].</summary>
    public Tensor Mean() => _sum.DividedBy(Rows);

    /// <summary>E[x x'], [H,H].</summary>
    public Tensor Second() => _product.DividedBy(Rows);

    /// <summary>cov(x), [H,H].</summary>
    public Tensor Covariance()
    {
        using var scope = NewDisposeScope();
        var mean = Mean();
        return (Second().Minus(outer(mean, mean))).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _sum.Dispose();
        _product.Dispose();
    }
}
