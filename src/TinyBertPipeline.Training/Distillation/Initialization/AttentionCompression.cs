using TinyBertPipeline.Training.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Distillation.Initialization;

/// <summary>
/// The four linear layers of one attention block, in double precision. Weights are [out,in]; heads are groups of rows of the first three.
/// </summary>
internal sealed record AttentionWeights(
    Tensor Query, Tensor QueryBias, Tensor Key, Tensor KeyBias, Tensor Value, Tensor ValueBias, Tensor Output, Tensor OutputBias)
{
    public AttentionWeights MoveToOuterScope()
    {
        Tensor[] all = [Query, QueryBias, Key, KeyBias, Value, ValueBias, Output, OutputBias];
        foreach (var tensor in all) tensor.MoveToOuterDisposeScope();
        return this;
    }
}

/// <summary>Turns a teacher's attention block into one with fewer input coordinates and narrower or fewer heads.</summary>
/// <param name="TeacherHeads">Heads of the teacher.</param>
/// <param name="StudentHeads">Heads of the student.</param>
/// <param name="HeadSize">Width of a student's head.</param>
/// <param name="Seed">Of the numbers in heads, or parts of heads, that the teacher has nothing for.</param>
internal sealed record AttentionCompression(int TeacherHeads, int StudentHeads, int HeadSize, int Seed)
{
    private const double InitializerRange = 0.02;

    /// <summary>
    /// The student's block. What the teacher has nothing for (wider or more heads) is random on the input side and zero on the other, so
    /// that it changes nothing at the start and can learn.
    /// </summary>
    /// <param name="teacher">The teacher's block.</param>
    /// <param name="input">Lift of the block's input.</param>
    /// <param name="kept">Kept coordinates S.</param>
    /// <param name="mean">E[x_S], [S].</param>
    /// <param name="metric">E[x_S x_S'], [S,S].</param>
    /// <returns>The block, and for each student head the teacher head it stands for (-1: none).</returns>
    public (AttentionWeights Weights, int[] Heads) Compress(AttentionWeights teacher, Lift input, int[] kept, Tensor mean, Tensor metric)
    {
        using var scope = NewDisposeScope();
        var (query, queryBias) = input.Apply(teacher.Query, teacher.QueryBias);
        var (key, keyBias) = input.Apply(teacher.Key, teacher.KeyBias);
        var (value, valueBias) = input.Apply(teacher.Value, teacher.ValueBias);
        var output = teacher.Output.index_select(0, Coordinates.ToTensor(kept));                            // [S,H]
        var heads = ChooseHeads(value, output, mean, metric);

        var homogeneous = Homogeneous(mean, metric);
        var factor = Cholesky(homogeneous);                                                                 // L of E[x~ x~'], x~ = (x_S, 1)
        var inputFactor = Cholesky(metric);
        var width = kept.Length;
        using var generator = new Generator((ulong)Seed);
        var parts = heads.Select(head =>
        {
            var (newQuery, newKey) = head < 0
                ? (Empty(width + 1), Empty(width + 1))
                : Scores(Extend(query, queryBias, head), Extend(key, keyBias, head), factor);
            var (newValue, newOutput) = head < 0
                ? (Empty(width), Empty(width))
                : Values(Rows(value, head), Columns(output, head), inputFactor);
            return (Query: Pad(newQuery, generator, random: true), Key: Pad(newKey, generator, random: false),
                Value: Pad(newValue, generator, random: true), Output: Pad(newOutput, generator, random: false));
        }).ToList();

        var queries = cat([.. parts.Select(part => part.Query)]);                                            // [A'd',S+1]
        var keys = cat([.. parts.Select(part => part.Key)]);
        var result = new AttentionWeights(
            queries.narrow(1, 0, width), queries.select(1, width), keys.narrow(1, 0, width), keys.select(1, width),
            cat([.. parts.Select(part => part.Value)]), zeros(StudentHeads * HeadSize, dtype: ScalarType.Float64),
            cat([.. parts.Select(part => part.Output)]).t(),
            teacher.OutputBias.index_select(0, Coordinates.ToTensor(kept)).Plus(output.mv(Constant(value, valueBias, mean, heads))));
        return (result.MoveToOuterScope(), heads);
    }

    // The heads whose W_o W_v carries most: trace(W_o W_v cov(x_S) W_v' W_o'), a constant going to the output bias.
    private int[] ChooseHeads(Tensor value, Tensor output, Tensor mean, Tensor metric)
    {
        var all = Enumerable.Range(0, TeacherHeads);
        if (StudentHeads >= TeacherHeads) return [.. all, .. Enumerable.Repeat(-1, StudentHeads - TeacherHeads)];
        using var scope = NewDisposeScope();
        var covariance = metric.Minus(outer(mean, mean));
        double Carried(int head)
        {
            var map = Columns(output, head).mm(Rows(value, head));                                           // [S,S]
            return (map.mm(covariance) * map).sum().ToDouble();
        }
        var strongest = all.Select(head => (Head: head, Carried: Carried(head)))
            .OrderByDescending(pair => pair.Carried).ThenBy(pair => pair.Head);
        return [.. strongest.Take(StudentHeads).Select(pair => pair.Head).Order()];
    }

    // Of the kept heads the value bias, of the dropped ones their mean output: attention weights sum to 1.
    private Tensor Constant(Tensor value, Tensor valueBias, Tensor mean, int[] heads)
    {
        var size = value.shape[0] / TeacherHeads;
        var dropped = ones(value.shape[0], dtype: ScalarType.Float64);
        foreach (var head in heads.Where(head => head >= 0)) dropped.narrow(0, head * size, size).zero_();
        return valueBias.Plus(value.mv(mean) * dropped);
    }

    // q.k/sqrt(d) of the teacher, for the student's 1/sqrt(d').
    private (Tensor Query, Tensor Key) Scores(Tensor query, Tensor key, Tensor factor)
    {
        var scale = Math.Sqrt((double)HeadSize / query.shape[0]);
        var (left, right) = LowRankProduct.Truncate(query.t().Times(scale), key.t(), factor, factor, HeadSize);
        return (left.t(), right.t());
    }

    private (Tensor Value, Tensor Output) Values(Tensor value, Tensor output, Tensor inputFactor)
    {
        var (left, right) = LowRankProduct.Truncate(output, value.t(), null, inputFactor, HeadSize);
        return (right.t(), left.t());
    }

    private Tensor Pad(Tensor rows, Generator generator, bool random)
    {
        var missing = HeadSize - rows.shape[0];
        if (missing == 0) return rows;
        var filling = zeros(missing, rows.shape[1], dtype: ScalarType.Float64);
        return cat([rows, random ? filling.normal_(0, InitializerRange, generator) : filling]);
    }

    private static Tensor Empty(int width) => zeros(0, width, dtype: ScalarType.Float64);

    // A teacher's head in the weights that make it [d,S], and in those that read it [S,d].
    private Tensor Rows(Tensor weight, int head) =>
        weight.narrow(0, head * (weight.shape[0] / TeacherHeads), weight.shape[0] / TeacherHeads);

    private Tensor Columns(Tensor weight, int head) =>
        weight.narrow(1, head * (weight.shape[1] / TeacherHeads), weight.shape[1] / TeacherHeads);

    private Tensor Extend(Tensor weight, Tensor bias, int head) => cat([Rows(weight, head), Rows(bias.unsqueeze(1), head)], 1);

    private static Tensor Homogeneous(Tensor mean, Tensor metric)
    {
        var last = cat([mean, ones(1, dtype: ScalarType.Float64)]);
        return cat([cat([metric, mean.unsqueeze(0)]), last.unsqueeze(1)], 1);                                // [S+1,S+1]
    }

    private static Tensor Cholesky(Tensor second)
    {
        var jitter = second.diagonal().mean().Times(1e-6);
        return linalg.cholesky(second.Plus(eye(second.shape[0], dtype: ScalarType.Float64) * jitter));
    }
}
