using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Tasks;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Distillation.Objectives;

/// <summary>What a student imitates in a batch, without gradients. Lists are empty and logits null where nothing was asked for.</summary>
/// <param name="Hidden">The embeddings' output and each layer's output [B,T,H].</param>
/// <param name="Attention">Each layer's raw scores [B,A,T,T].</param>
/// <param name="Logits">Label logits [B,R,K]; of several teachers the logarithm of their mean distribution.</param>
internal sealed record TeacherTargets(IReadOnlyList<Tensor> Hidden, IReadOnlyList<Tensor> Attention, Tensor? Logits)
{
    /// <summary>Each layer's state after its attention half [B,T,H].</summary>
    public IReadOnlyList<Tensor> Middle { get; private init; } = [];

    /// <summary>Each layer's feed-forward neurons [B,T,I].</summary>
    public IReadOnlyList<Tensor> Activations { get; private init; } = [];

    /// <summary>Of no teacher.</summary>
    public static TeacherTargets None { get; } = new([], [], null);

    /// <summary>Runs the teacher; it has no dropout, as it is given none.</summary>
    public static TeacherTargets Compute(BertTaskModel teacher, TokenTensors batch, PassOptions options)
    {
        using var noGrad = no_grad();
        var states = teacher.forward(batch, options with { Dropout = null });
        return new TeacherTargets(states.HiddenStates, states.AttentionScores, states.Logits)
        {
            Middle = states.MiddleStates,
            Activations = states.Activations,
        };
    }
}
