using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Tasks;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Distillation.Objectives;

/// <summary>What a student imitates in a batch, without gradients. Lists are empty and logits null where nothing was asked for.</summary>
/// <param name="Hidden">The embeddings' output and each layer's output [B,T,H].</param>
/// <param name="Attention">Each layer's raw scores [B,A,T,T].</param>
/// <param name="Logits">Label logits [B,R,K].</param>
internal sealed record TeacherTargets(IReadOnlyList<Tensor> Hidden, IReadOnlyList<Tensor> Attention, Tensor? Logits)
{
    /// <summary>Of no teacher.</summary>
    public static TeacherTargets None { get; } = new([], [], null);

    /// <summary>Runs the teacher; it has no dropout, as it is given none.</summary>
    public static TeacherTargets Compute(BertTaskModel teacher, TokenTensors batch, PassOptions options)
    {
        using var noGrad = no_grad();
        var states = teacher.forward(batch, options with { Dropout = null });
        return new TeacherTargets(states.HiddenStates, states.AttentionScores, states.Logits);
    }
}
