using TinyBertPipeline.Training.Distillation.Text;

namespace TinyBertPipeline.Training.Tests.Distillation.Text;

public sealed class MooreLewisScoreTests
{
    [Fact]
    public void TheScoreIsTheMeanLogRatioOfSmoothedUnigrams()
    {
        var (training, raw) = (new PieceCounts(4), new PieceCounts(4));
        training.AddWindow([9, 0, 0, 1, 9]);                    // the first and the last are [CLS] and [SEP]
        raw.AddWindow([9, 1, 2, 2, 2, 2, 9]);
        var score = new MooreLewisScore(training, raw);
        double LogRatio(double train, double count)
        {
            var q = (count + 1) / (5 + 4);
            return Math.Log((0.9 * train / 3 + 0.1 * q) / q);
        }
        Assert.Equal((LogRatio(2, 0) + LogRatio(1, 1) + LogRatio(0, 4)) / 3, score.Of([9, 0, 1, 2, 9]), 12);
        Assert.Equal(LogRatio(0, 0), score.Of([9, 3, 9]), 12);  // seen in neither
    }

    [Fact]
    public void CountsOfTwoVocabulariesAreTheCallersFault() =>
        Assert.Throws<ArgumentException>(() => new MooreLewisScore(new PieceCounts(3), new PieceCounts(4)));
}
