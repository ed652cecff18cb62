using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tasks;

/// <summary>
/// What a task computes from the encoder's states. Its submodules become parts of the model under their own names, so that
/// <c>classifier.weight</c> is called that in the checkpoint.
/// </summary>
public abstract class TaskHead(string name) : nn.Module(name)
{
    /// <summary>
    /// What the encoder shall return beside its last hidden state; with <see cref="BertOutputs.Pooled"/> it has a pooler.
    /// </summary>
    public virtual BertOutputs Wanted => BertOutputs.None;

    /// <summary>The logits [B,T,K] of every position, or [B,K] of every sequence.</summary>
    /// <param name="states">What the encoder computed.</param>
    /// <param name="dropout">The dropout of a training step, or null for none.</param>
    public abstract Tensor Outputs(BertStates states, IDropout? dropout);

    /// <summary>How it takes part in distillation by whole paths; null where each row stands for itself.</summary>
    public virtual IPathTeaching? Paths => null;

    /// <summary>Sets weights that want other initial values than BERT's own.</summary>
    public virtual void Initialize(Generator generator)
    {
    }

    /// <summary>The loss to gold labels: here the mean cross-entropy of the rows that have one.</summary>
    /// <param name="logits">[B,R,K].</param>
    /// <param name="targets">[B,R], int64, <see cref="TaskExample.NoLabel"/> where there is none; at least one label.</param>
    public virtual Tensor Loss(Tensor logits, Tensor targets) =>
        nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index: TaskExample.NoLabel);
}
