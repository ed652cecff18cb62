using TinyBertPipeline.Training.Modeling;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Distillation.Objectives;

/// <summary>What a student imitates in a batch, without gradients. Lists are empty and logits null where nothing was asked for.</summary>
/// <param name="Hidden">The embeddings' output and each layer's output [B,T,H].</param>
/// <param name="Attention">Each layer's raw scores [B,A,T,T].</param>
/// <param name="Logits">Label logits [B,T,K].</param>
internal sealed record TeacherTargets(IReadOnlyList<Tensor> Hidden, IReadOnlyList<Tensor> Attention, Tensor? Logits)
{
    /// <summary>Runs the teacher; it has no dropout, as it is given none.</summary>
    public static TeacherTargets Compute(BertTaggerModel teacher, BatchTensors batch, BertOutputs wanted)
    {
        using var noGrad = no_grad();
        var states = teacher.forward(batch.Ids, batch.Mask, batch.Types, wanted);
        return new TeacherTargets(states.HiddenStates, states.AttentionScores, states.Logits);
    }
}
