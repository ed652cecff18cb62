using TinyBertPipeline.Core.Tasks.SequenceClassification;

namespace TinyBertPipeline.Core.Tests.Tasks.SequenceClassification;

public sealed class ClassificationReportTests
{
    // By hand: a 2 of 3 found, 1 false; b 1 of 2, 1 false; c 1 of 1, none false. Four of six are right.
    private static readonly string[] _gold = ["a", "a", "a", "b", "b", "c"];
    private static readonly string[] _found = ["a", "a", "b", "b", "a", "c"];

    [Fact]
    public void ScoresAreThoseOfScikitLearn()
    {
        var score = new ClassificationReport(_gold, _found).Score;
        Assert.Equal(("accuracy", 4.0 / 6), (score.Metric, score.Value));
        Assert.Equal((2.0 / 3 + 0.5 + 1) / 3, score.Details["macroF1"], 12);
        // (c s − Σ p t) / √(s² − Σ p²)(s² − Σ t²) with c = 4, s = 6, p = t = (3, 2, 1)
        Assert.Equal((4 * 6 - 14) / 22.0, score.Details["mcc"], 12);
    }

    [Fact]
    public void AllAlikeHasNoCorrelation()
    {
        var score = new ClassificationReport(["a", "a"], ["a", "a"]).Score;
        Assert.Equal((1, 0), (score.Value, score.Details["mcc"]));
    }

    [Fact]
    public void TheTextHasEachClassAndTheConfusion()
    {
        var text = new ClassificationReport(_gold, _found).ToText();
        Assert.All(["a", "b", "c", "accuracy", "0.6667"], part => Assert.Contains(part, text, StringComparison.Ordinal));
    }
}
