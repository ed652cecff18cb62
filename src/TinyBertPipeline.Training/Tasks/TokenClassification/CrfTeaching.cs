using TinyBertPipeline.Training.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tasks.TokenClassification;

/// <summary>The paths of a CRF over the rows at which words begin.</summary>
internal sealed class CrfTeaching(ConditionalRandomField crf) : IPathTeaching
{
    private const double Least = 1e-12;                     // of a probability whose logarithm is taken

    public Tensor LogProbabilities(Tensor logits, Tensor rows)
    {
        var words = WordRows.Gather(logits, rows);
        var logs = crf.Probabilities(words.Logits, words.Mask, differentiable: logits.requires_grad).AtLeast(Least).log().to(logits.dtype);
        return words.Scatter(logs, logits.shape[1]);
    }

    public PathExpectations Expectations(Tensor logits, Tensor rows)
    {
        var words = WordRows.Gather(logits, rows);
        var (labels, pairs) = crf.Expectations(words.Logits, words.Mask);
        return new(labels, pairs);
    }

    public Tensor CrossEntropy(Tensor logits, Tensor rows, PathExpectations teacher)
    {
        var words = WordRows.Gather(logits, rows);
        return crf.CrossEntropy(words.Logits, words.Mask, new(teacher.Labels, teacher.Pairs), CrfReduction.WordMean);
    }
}
