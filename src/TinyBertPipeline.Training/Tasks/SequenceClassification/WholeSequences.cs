using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tasks.SequenceClassification;

/// <summary>The one row of every sequence; each says something, so all count alike.</summary>
internal sealed class WholeSequences : IImitatedRows
{
    public bool TellsFindings => false;

    public Tensor Of(Tensor ids) => ones(ids.shape[0], 1);

    public Tensor Likelihood(Tensor logits) => throw Alike();

    public Tensor Found(Tensor logits) => throw Alike();

    public void Dispose()
    {
    }

    private static NotSupportedException Alike() => new("rows of whole sequences all count alike");
}
