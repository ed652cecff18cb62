using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Modeling;

/// <summary>Means of label distributions. The last dimension is that of the labels.</summary>
internal static class LabelDistributions
{
    private const double Smallest = 1e-30;                  // probability: its logarithm stays finite

    /// <summary>The logarithm of the mean of distributions: logits whose softmax it is.</summary>
    /// <param name="sum">The sum of the distributions.</param>
    /// <param name="count">Their number.</param>
    public static Tensor LogMean(Tensor sum, int count) => sum.DividedBy(count).AtLeast(Smallest).log();

    /// <summary>The same from the logits of each.</summary>
    public static Tensor LogMean(IReadOnlyList<Tensor> logits) =>
        LogMean(logits.Select(one => nn.functional.softmax(one, -1)).Aggregate((sum, one) => sum.Plus(one)), logits.Count);
}
