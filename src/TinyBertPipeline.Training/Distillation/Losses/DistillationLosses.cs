using TinyBertPipeline.Training.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Distillation.Losses;

/// <summary>
/// The losses between a student and its teacher, each the mean over valid positions, each with the signature
/// (student, teacher, mask). Nothing flows back into the teacher. B batch, T tokens, R rows of the output, H hidden, A heads, K labels.
/// </summary>
/// <remarks>
/// TinyBERT (arXiv 1909.10351), equations 7 to 10. The released code averages padding in as well, so that its losses' scale depends on how
/// much padding a batch has; these do not. A mask may hold weights instead of 0 and 1 where it says so.
/// </remarks>
internal static class DistillationLosses
{
    /// <summary>
    /// Mean squared difference of raw attention scores QK'/sqrt(d), over the query-key pairs whose both ends are valid, and over heads.
    /// </summary>
    /// <param name="student">Scores of one layer before mask and softmax [B,A,T,T].</param>
    /// <param name="teacher">The same of the teacher's layer.</param>
    /// <param name="mask">1 for a real piece, 0 for padding [B,T].</param>
    public static Tensor AttentionScores(Tensor student, Tensor teacher, Tensor mask)
    {
        RequireSameShape(student, teacher);
        using var scope = NewDisposeScope();
        var valid = mask.to_type(student.dtype);
        var pairs = valid.sum(1).square().sum().AtLeast(1).Times(student.shape[1]);
        var isPair = valid.unsqueeze(1).unsqueeze(3) * valid.unsqueeze(1).unsqueeze(2);   // [B,1,T,T]
        var difference = student.Minus(teacher.detach()) * isPair;                          // [B,A,T,T]
        return (difference.square().sum() / pairs).MoveToOuterDisposeScope();
    }

    /// <summary>Mean squared difference of hidden states (or embeddings), over valid positions and the teacher's coordinates.</summary>
    /// <param name="student">The student's states after their projection to the teacher's width [B,T,H].</param>
    /// <param name="teacher">The teacher's states [B,T,H].</param>
    /// <param name="mask">1 for a real piece, 0 for padding [B,T].</param>
    public static Tensor HiddenStates(Tensor student, Tensor teacher, Tensor mask) => MeanSquare(student, teacher, mask);

    /// <summary>Mean squared difference of logits, over valid positions and labels.</summary>
    /// <param name="student">Logits [B,R,K].</param>
    /// <param name="teacher">Logits [B,R,K].</param>
    /// <param name="mask">Weight of each row [B,R].</param>
    public static Tensor LogitMeanSquare(Tensor student, Tensor teacher, Tensor mask) => MeanSquare(student, teacher, mask);

    /// <summary>
    /// Kullback-Leibler divergence of the student from the teacher, both softened by a temperature: summed over labels, mean over positions
    /// (weighted by the mask). Its gradient is that of the soft cross-entropy; its value is 0 where both agree. Without the factor
    /// temperature².
    /// </summary>
    /// <param name="student">Logits [B,R,K].</param>
    /// <param name="teacher">Logits [B,R,K].</param>
    /// <param name="mask">Weight of each row [B,R].</param>
    /// <param name="temperature">Divides both logits.</param>
    public static Tensor KullbackLeibler(Tensor student, Tensor teacher, Tensor mask, double temperature = 1)
    {
        RequireSameShape(student, teacher);
        using var scope = NewDisposeScope();
        var logTarget = nn.functional.log_softmax(teacher.detach().DividedBy(temperature), -1);
        var logStudent = nn.functional.log_softmax(student.DividedBy(temperature), -1);
        var perRow = (logTarget.exp() * logTarget.Minus(logStudent)).sum(-1);               // [B,R]
        return PositionMean(perRow, mask).MoveToOuterDisposeScope();
    }

    private static Tensor MeanSquare(Tensor student, Tensor teacher, Tensor mask)
    {
        RequireSameShape(student, teacher);
        using var scope = NewDisposeScope();
        var perPosition = student.Minus(teacher.detach()).square().mean([2]);   // [B,T]
        return PositionMean(perPosition, mask).MoveToOuterDisposeScope();
    }

    private static Tensor PositionMean(Tensor perPosition, Tensor mask)
    {
        var weights = mask.to_type(perPosition.dtype);
        return (perPosition * weights).sum() / weights.sum().AtLeast(1e-12);
    }

    private static void RequireSameShape(Tensor student, Tensor teacher)
    {
        if (student.shape.AsSpan().SequenceEqual(teacher.shape)) return;
        var (mine, theirs) = (string.Join(',', student.shape), string.Join(',', teacher.shape));
        throw new ArgumentException($"student [{mine}] and teacher [{theirs}] differ in shape");
    }
}
