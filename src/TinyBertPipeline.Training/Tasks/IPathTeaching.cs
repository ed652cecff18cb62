using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tasks;

/// <summary>
/// What a head that scores whole paths of labels adds to distillation. A row's probabilities are then not the softmax of its logits, but
/// sums over paths. B batch, R rows of the output, K labels.
/// </summary>
public interface IPathTeaching
{
    /// <summary>
    /// The logarithms of the rows' probabilities [B,R,K] where rows count, 0 elsewhere: in place of logits wherever a softmax is taken. Gradients
    /// flow where the logits have any.
    /// </summary>
    /// <param name="logits">[B,R,K].</param>
    /// <param name="rows">1 at the rows of words [B,R].</param>
    Tensor LogProbabilities(Tensor logits, Tensor rows);

    /// <summary>What is expected of a path, without gradients.</summary>
    PathExpectations Expectations(Tensor logits, Tensor rows);

    /// <summary>The cross-entropy of whole paths to those of a teacher, a word.</summary>
    Tensor CrossEntropy(Tensor logits, Tensor rows, PathExpectations teacher);
}

/// <summary>What a teacher expects of the paths over the rows that count, closed up; W of the row with the most.</summary>
/// <param name="Labels">The probability of each label at each word [B,W,K], 0 at padding.</param>
/// <param name="Pairs">How often a label is followed by another [B,K,K].</param>
public sealed record PathExpectations(Tensor Labels, Tensor Pairs);
