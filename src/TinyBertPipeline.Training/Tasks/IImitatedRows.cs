using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tasks;

/// <summary>Which rows of a teacher's output a student imitates, and how much each counts. B batch, T tokens, R rows, K labels.</summary>
public interface IImitatedRows : IDisposable
{
    /// <summary>Whether rows can be told in which the teacher finds something; without it all rows count alike.</summary>
    bool TellsFindings { get; }

    /// <summary>1 at the rows that count, 0 elsewhere [B,R].</summary>
    /// <param name="ids">The pieces [B,T], int64.</param>
    Tensor Of(Tensor ids);

    /// <summary>How likely each row holds something that is looked for, an entity say, 0 to 1 [B,R].</summary>
    /// <param name="logits">The teacher's [B,R,K].</param>
    /// <exception cref="NotSupportedException">Rows cannot be told apart (see <see cref="TellsFindings"/>).</exception>
    Tensor Likelihood(Tensor logits);

    /// <summary>Whether the teacher's best label of each row is something that is looked for [B,R], bool.</summary>
    /// <param name="logits">The teacher's [B,R,K].</param>
    /// <exception cref="NotSupportedException">Rows cannot be told apart (see <see cref="TellsFindings"/>).</exception>
    Tensor Found(Tensor logits);
}
