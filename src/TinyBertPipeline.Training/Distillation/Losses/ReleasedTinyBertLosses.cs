using TinyBertPipeline.Training.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Distillation.Losses;

/// <summary>
/// The losses as the released TinyBERT code computes them, for comparison with it: plain means that take padding in, so that their
/// scale depends on how much padding a batch has. Signature (student, teacher, mask) as in <see cref="DistillationLosses"/>.
/// </summary>
/// <remarks>huawei-noah/Pretrained-Language-Model, TinyBERT/general_distill.py and task_distill.py.</remarks>
public static class ReleasedTinyBertLosses
{
    private const double MaskedScore = -10000;
    private const double ZeroedBelow = -100;

    /// <summary>
    /// Mean squared difference of raw scores over everything, after masked key columns (and any score of -100 or less) were set to 0.
    /// </summary>
    /// <param name="student">Scores before the mask [B,A,T,T].</param>
    /// <param name="teacher">The same of the teacher.</param>
    /// <param name="mask">1 for a real piece, 0 for padding [B,T].</param>
    public static Tensor AttentionScores(Tensor student, Tensor teacher, Tensor mask)
    {
        using var scope = NewDisposeScope();
        return Zeroed(student, mask).Minus(Zeroed(teacher.detach(), mask)).square().mean().MoveToOuterDisposeScope();
    }

    /// <summary>Mean squared difference of projected student and teacher states over everything; the mask is not used.</summary>
    /// <param name="student">The student's states after their projection [B,T,H].</param>
    /// <param name="teacher">The teacher's states [B,T,H].</param>
    /// <param name="mask">Not used.</param>
    public static Tensor HiddenStates(Tensor student, Tensor teacher, Tensor mask)
    {
        _ = mask;
        using var scope = NewDisposeScope();
        return student.Minus(teacher.detach()).square().mean().MoveToOuterDisposeScope();
    }

    /// <summary>Mean squared difference of logits over everything; the mask is not used.</summary>
    /// <param name="student">Logits [B,T,K].</param>
    /// <param name="teacher">Logits [B,T,K].</param>
    /// <param name="mask">Not used.</param>
    public static Tensor LogitMeanSquare(Tensor student, Tensor teacher, Tensor mask) => HiddenStates(student, teacher, mask);

    /// <summary>Soft cross-entropy, averaged over positions and labels alike (1/K of the textbook value); the mask is not used.</summary>
    /// <param name="student">Logits [B,T,K].</param>
    /// <param name="teacher">Logits [B,T,K].</param>
    /// <param name="mask">Not used.</param>
    /// <param name="temperature">Divides both logits.</param>
    public static Tensor SoftCrossEntropy(Tensor student, Tensor teacher, Tensor mask, double temperature = 1)
    {
        _ = mask;
        using var scope = NewDisposeScope();
        var target = nn.functional.softmax(teacher.detach().DividedBy(temperature), -1);
        return (target * nn.functional.log_softmax(student.DividedBy(temperature), -1)).mean().neg().MoveToOuterDisposeScope();
    }

    private static Tensor Zeroed(Tensor scores, Tensor mask)
    {
        var additive = mask.to_type(scores.dtype).SubtractedFrom(1).unsqueeze(1).unsqueeze(1).Times(MaskedScore);   // [B,1,1,T]
        var masked = scores.Plus(additive);
        return masked.masked_fill(masked <= ZeroedBelow, 0);
    }
}
