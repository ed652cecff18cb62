using System.Numerics;

namespace TinyBertPipeline.Training.Optimization;

/// <summary>
/// AdamW (Loshchilov and Hutter 2019, algorithm 2) in one pass over memory. Vector and scalar code do the same operations in the same
/// order, so that a value does not depend on where in a buffer it stands.
/// </summary>
internal readonly unsafe struct AdamWKernel(AdamWOptions options)
{
    private readonly float _beta1 = (float)options.Beta1;
    private readonly float _beta2 = (float)options.Beta2;
    private readonly float _keep1 = (float)(1 - options.Beta1);
    private readonly float _keep2 = (float)(1 - options.Beta2);
    private readonly float _epsilon = (float)options.Epsilon;

    /// <summary>One step of <paramref name="count"/> parameters with their gradients scaled by <paramref name="factor"/>.</summary>
    public void Update(float* parameter, float* gradient, float* mean, float* square, long count, AdamWStep step, float factor)
    {
        var (rate, scale, decay) = (new Vector<float>(step.Rate), new Vector<float>(step.Scale), new Vector<float>(step.Decay));
        var (beta1, beta2) = (new Vector<float>(_beta1), new Vector<float>(_beta2));
        var (keep1, keep2) = (new Vector<float>(_keep1), new Vector<float>(_keep2));
        var (epsilon, factors) = (new Vector<float>(_epsilon), new Vector<float>(factor));
        long i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            var g = Vector.Load(gradient + i) * factors;
            var m = Vector.Load(mean + i) * beta1 + g * keep1;
            var v = Vector.Load(square + i) * beta2 + g * g * keep2;
            m.Store(mean + i);
            v.Store(square + i);
            (Vector.Load(parameter + i) * decay - rate * m / (Vector.SquareRoot(v) * scale + epsilon)).Store(parameter + i);
        }
        for (; i < count; i++)
        {
            var g = gradient[i] * factor;
            mean[i] = mean[i] * _beta1 + g * _keep1;
            square[i] = square[i] * _beta2 + g * g * _keep2;
            parameter[i] = parameter[i] * step.Decay - step.Rate * mean[i] / (MathF.Sqrt(square[i]) * step.Scale + _epsilon);
        }
    }

    /// <summary>Several steps of parameters whose gradients were 0 in all of them.</summary>
    public void UpdateWithoutGradient(float* parameter, float* mean, float* square, long count, ReadOnlySpan<AdamWStep> steps)
    {
        var (beta1, beta2, epsilon) = (new Vector<float>(_beta1), new Vector<float>(_beta2), new Vector<float>(_epsilon));
        long i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            var (p, m, v) = (Vector.Load(parameter + i), Vector.Load(mean + i), Vector.Load(square + i));
            foreach (var step in steps)
            {
                m *= beta1;
                v *= beta2;
                p = p * step.Decay - step.Rate * m / (Vector.SquareRoot(v) * step.Scale + epsilon);
            }
            p.Store(parameter + i);
            m.Store(mean + i);
            v.Store(square + i);
        }
        for (; i < count; i++)
        {
            foreach (var step in steps)
            {
                mean[i] *= _beta1;
                square[i] *= _beta2;
                parameter[i] = parameter[i] * step.Decay - step.Rate * mean[i] / (MathF.Sqrt(square[i]) * step.Scale + _epsilon);
            }
        }
    }

    /// <summary>Several steps of parameters that never had a gradient: they only decay.</summary>
    public static void Decay(float* parameter, long count, ReadOnlySpan<AdamWStep> steps)
    {
        long i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            var p = Vector.Load(parameter + i);
            foreach (var step in steps) p *= step.Decay;
            p.Store(parameter + i);
        }
        for (; i < count; i++)
        {
            foreach (var step in steps) parameter[i] *= step.Decay;
        }
    }

    /// <summary>Adds <paramref name="source"/> to <paramref name="target"/>.</summary>
    public static void Add(float* target, float* source, long count)
    {
        long i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
            (Vector.Load(target + i) + Vector.Load(source + i)).Store(target + i);
        for (; i < count; i++) target[i] += source[i];
    }

    /// <summary>The sum of squares, in double precision from blocks summed in single precision.</summary>
    public static double SumOfSquares(float* values, long count)
    {
        const int Block = 1024;
        var total = 0.0;
        for (long start = 0; start < count; start += Block)
        {
            var end = Math.Min(count, start + Block);
            var sums = Vector<float>.Zero;
            var i = start;
            for (; i <= end - Vector<float>.Count; i += Vector<float>.Count)
            {
                var x = Vector.Load(values + i);
                sums += x * x;
            }
            total += Vector.Sum(sums);
            for (; i < end; i++) total += values[i] * values[i];
        }
        return total;
    }
}
