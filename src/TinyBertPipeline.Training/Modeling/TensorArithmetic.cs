using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Modeling;

/// <summary>
/// Arithmetic whose scalars outlive the native call. For <c>a + b</c> and <c>a * 2</c> TorchSharp 0.107 makes a <see cref="Scalar"/> that
/// nothing refers to once its handle was read: a garbage collection at that moment frees it while libtorch reads it, and once in some
/// hundred million operations a training ends with "Expected false to be true" from <c>Scalar.h</c>. The operators are therefore banned.
/// </summary>
internal static class TensorArithmetic
{
    private static readonly Scalar _one = 1L.ToScalar();
    private static readonly Scalar _minusOne = (-1L).ToScalar();

    /// <summary>a + b.</summary>
    public static Tensor Plus(this Tensor a, Tensor b) => a.add(b, _one);

    /// <summary>a + b in a's place.</summary>
    public static Tensor Accumulate(this Tensor a, Tensor b) => a.add_(b, _one);

    /// <summary>a - b.</summary>
    public static Tensor Minus(this Tensor a, Tensor b) => a.add(b, _minusOne);

    /// <summary>a + constant.</summary>
    public static Tensor Plus(this Tensor a, double constant)
    {
        using var scalar = constant.ToScalar();
        return a.add(scalar, _one);
    }

    /// <summary>constant * a.</summary>
    public static Tensor Times(this Tensor a, double constant)
    {
        using var scalar = constant.ToScalar();
        return a.mul(scalar);
    }

    /// <summary>a / constant.</summary>
    public static Tensor DividedBy(this Tensor a, double constant)
    {
        using var scalar = constant.ToScalar();
        return a.div(scalar);
    }

    /// <summary>constant - a.</summary>
    public static Tensor SubtractedFrom(this Tensor a, double constant) => a.neg().Plus(constant);

    /// <summary>The larger of a and the constant.</summary>
    public static Tensor AtLeast(this Tensor a, double constant)
    {
        using var scalar = constant.ToScalar();
        return a.clamp_min(scalar);
    }

    /// <summary>Whether each value is another than the constant.</summary>
    public static Tensor DiffersFrom(this Tensor a, long constant)
    {
        using var scalar = constant.ToScalar();
        return a.ne(scalar);
    }
}
