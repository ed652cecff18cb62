using TinyBertPipeline.Training.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Distillation.Initialization;

/// <summary>The two linear layers of one feed-forward block, in double precision. Weights are [out,in].</summary>
internal sealed record FeedForwardWeights(Tensor Inner, Tensor InnerBias, Tensor Outer, Tensor OuterBias)
{
    /// <summary>Of a student's block: the teacher's neurons that its first ones are.</summary>
    public int[] Neurons { get; init; } = [];

    public FeedForwardWeights MoveToOuterScope()
    {
        foreach (var tensor in new[] { Inner, InnerBias, Outer, OuterBias }) tensor.MoveToOuterDisposeScope();
        return this;
    }
}

/// <summary>Turns a teacher's feed-forward block into one with fewer coordinates and neurons.</summary>
/// <param name="Neurons">
/// Neurons of the student; more than the teacher's are filled up with neurons that change nothing at the start.
/// </param>
/// <param name="Refit">Whether the dropped neurons' contribution is regressed on the kept ones.</param>
/// <param name="Seed">Of the numbers in neurons that the teacher has nothing for.</param>
internal sealed record FeedForwardCompression(int Neurons, bool Refit, int Seed)
{
    private const double InitializerRange = 0.02;

    /// <summary>The student's block.</summary>
    /// <param name="teacher">The teacher's block.</param>
    /// <param name="input">Lift of the block's input.</param>
    /// <param name="kept">Kept coordinates S of the output.</param>
    /// <param name="activations">Moments of the teacher's neurons after the activation.</param>
    public FeedForwardWeights Compress(FeedForwardWeights teacher, Lift input, int[] kept, SecondMoments activations)
    {
        using var scope = NewDisposeScope();
        var (inner, innerBias) = input.Apply(teacher.Inner, teacher.InnerBias);
        var outer = teacher.Outer.index_select(0, Coordinates.ToTensor(kept));                   // [S,F]
        var outerBias = teacher.OuterBias.index_select(0, Coordinates.ToTensor(kept));
        if (Neurons >= activations.Width) return Widen(inner, innerBias, outer, outerBias).MoveToOuterScope();

        // A neuron matters by its variance times the length of the vector that it writes; pivoting leaves out what others already say.
        var covariance = activations.Covariance();                                               // [F,F]
        var norms = outer.square().sum(dim: 0).sqrt();
        var neurons = PivotedCholesky.Choose(covariance * norms.unsqueeze(0) * norms.unsqueeze(1), Neurons);
        var chosen = Coordinates.ToTensor(neurons);
        var dropped = Coordinates.ToTensor(Coordinates.Complement(neurons, activations.Width));
        var keptOuter = outer.index_select(1, chosen);
        if (Refit)
        {
            var mean = activations.Mean();
            var coefficients = Regression.Coefficients(covariance, dropped, chosen);             // [D,F']
            var lost = outer.index_select(1, dropped);                                           // [S,D]
            keptOuter = keptOuter.Plus(lost.mm(coefficients));
            outerBias = outerBias.Plus(lost.mv(mean.index_select(0, dropped).Minus(coefficients.mv(mean.index_select(0, chosen)))));
        }
        return new FeedForwardWeights(inner.index_select(0, chosen), innerBias.index_select(0, chosen), keptOuter, outerBias)
        {
            Neurons = neurons,
        }.MoveToOuterScope();
    }

    private FeedForwardWeights Widen(Tensor inner, Tensor innerBias, Tensor outer, Tensor outerBias)
    {
        var missing = Neurons - inner.shape[0];
        using var generator = new Generator((ulong)Seed);
        var random = zeros(missing, inner.shape[1], dtype: ScalarType.Float64).normal_(0, InitializerRange, generator);
        return new FeedForwardWeights(cat([inner, random]), cat([innerBias, zeros(missing, dtype: ScalarType.Float64)]),
            cat([outer, zeros(outer.shape[0], missing, dtype: ScalarType.Float64)], 1), outerBias)
        {
            Neurons = [.. Enumerable.Range(0, (int)inner.shape[0])],
        };
    }
}
