using TinyBertPipeline.Training.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Distillation.Initialization;

/// <summary>
/// Restores a teacher vector from the coordinates the student keeps of it: x ~ R x_S + r. In R the rows of kept coordinates are the
/// identity, with r = 0 there, so that a student that keeps them all is exactly its teacher.
/// </summary>
/// <param name="Matrix">R, [H,S], double.</param>
/// <param name="Offset">r, [H], double.</param>
internal sealed record Lift(Tensor Matrix, Tensor Offset)
{
    /// <summary>Fits the dropped coordinates by ridge regression on the kept ones.</summary>
    public static Lift Fit(SecondMoments moments, int[] kept)
    {
        using var scope = NewDisposeScope();
        var lift = Dropping(moments.Width, kept);
        var dropped = Coordinates.Complement(kept, moments.Width);
        if (dropped.Length > 0)
        {
            var (wanted, known) = (Coordinates.ToTensor(dropped), Coordinates.ToTensor(kept));
            var mean = moments.Mean();
            var coefficients = Regression.Coefficients(moments.Covariance(), wanted, known);   // [D,S]
            lift.Matrix.index_copy_(0, wanted, coefficients);
            lift.Offset.index_copy_(0, wanted, mean.index_select(0, wanted).Minus(coefficients.mv(mean.index_select(0, known))));
        }
        return lift.MoveToOuterScope();
    }

    /// <summary>Leaves the dropped coordinates at zero: the lift of a plain selection.</summary>
    public static Lift Dropping(int width, int[] kept)
    {
        using var scope = NewDisposeScope();
        var matrix = zeros(width, kept.Length, dtype: ScalarType.Float64);
        matrix.index_copy_(0, Coordinates.ToTensor(kept), eye(kept.Length, dtype: ScalarType.Float64));
        return new Lift(matrix, zeros(width, dtype: ScalarType.Float64)).MoveToOuterScope();
    }

    /// <summary>The linear layer (W, b) that read the teacher's vector, for one that reads the kept coordinates: (W R, b + W r).</summary>
    public (Tensor Weight, Tensor Bias) Apply(Tensor weight, Tensor bias) => (weight.mm(Matrix), bias.Plus(weight.mv(Offset)));

    private Lift MoveToOuterScope()
    {
        Matrix.MoveToOuterDisposeScope();
        Offset.MoveToOuterDisposeScope();
        return this;
    }
}
