using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Core.Tests.Prediction;

public sealed class LogitDifferenceTests
{
    private static readonly float _ln3 = MathF.Log(3);

    [Fact]
    public void DivergenceAndFlipsAreMeansOverTheWords()
    {
        // softmax (3/4, 1/4) against (1/2, 1/2), and a word that is equal
        var difference = LogitDifference.Measure([Sentence(_ln3, 0), Sentence(1, 2)], [Sentence(0, 0), Sentence(1, 2)]);
        Assert.Equal((0.75 * Math.Log(1.5) + 0.25 * Math.Log(0.5)) / 2, difference.Divergence, 1e-7);
        Assert.Equal(_ln3, difference.Max, 1e-7);
        Assert.Equal(_ln3 / 4, difference.Mean, 1e-7);
        Assert.Equal(0, difference.Flips);                                     // a tie goes to the first label
        Assert.Equal(0.5, LogitDifference.Measure([Sentence(_ln3, 0), Sentence(1, 2)], [Sentence(0, 0.1f), Sentence(1, 2)]).Flips);
    }

    [Fact]
    public void ASharedShiftIsNoDivergence()
    {
        var difference = LogitDifference.Measure([Sentence(1000, 1001, 999)], [Sentence(-5, -4, -6)]);
        Assert.Equal(0, difference.Divergence, 1e-9);
        Assert.Equal(1005, difference.Max);
    }

    [Fact]
    public void NotANumberIsNeverEqual()
    {
        var difference = LogitDifference.Measure([Sentence(1, 2)], [Sentence(1, float.NaN)]);
        Assert.True(double.IsNaN(difference.Max) && double.IsNaN(difference.Divergence));
    }

    private static ItemPrediction Sentence(params float[] logits) => new([0], logits);
}
