using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Evaluation.Comparing;

namespace TinyBertPipeline.Core.Tests.Evaluation.Comparing;

public sealed class PairedComparisonTests
{
    private static readonly BootstrapOptions _options = new() { Samples = 2000 };

    [Fact]
    public void ModelsThatAnswerAlikeDoNotDiffer()
    {
        var answers = Answers(i => i % 3 == 0);
        Assert.Equal(new PairedComparison(1.0 / 3, 1.0 / 3, new BootstrapInterval(0, 0, 0), 1), Compare([answers], [answers]));
    }

    [Fact]
    public void AModelThatIsRightWhereTheOtherIsWrongIsBetter()
    {
        var comparison = Compare([Answers(i => i < 50)], [Answers(i => i < 35)]);
        Assert.Equal(0.25, comparison.Difference.Estimate, 1e-12);
        Assert.InRange(comparison.Difference.Lower, 0.1, 0.2);
        Assert.InRange(comparison.P, 0, 0.01);
        var reverse = Compare([Answers(i => i < 35)], [Answers(i => i < 50)]);
        Assert.Equal(-comparison.Difference.Estimate, reverse.Difference.Estimate, 1e-12);
    }

    // Of n items in which one is right and the other wrong, k times the first: p is that of a fair coin, two-sided.
    [Theory]
    [InlineData(5, 0, 2.0 / 32)]
    [InlineData(4, 1, 12.0 / 32)]
    [InlineData(3, 2, 1)]
    public void PIsThatOfTheSignTestWhereItemsCountAlike(int first, int second, double expected)
    {
        var comparison = Compare([Answers(i => i < first)], [Answers(i => i >= first && i < first + second)]);
        Assert.Equal(expected, comparison.P, 0.03);
    }

    [Fact]
    public void SeedsThatDifferMoreThanTheModelsMakeTheIntervalWide()
    {
        var one = Compare([Answers(i => i < 40)], [Answers(i => i < 38)]);
        var several = Compare([Answers(i => i < 30), Answers(i => i < 50)], [Answers(i => i < 28), Answers(i => i < 48)]);
        Assert.Equal(one.Difference.Estimate, several.Difference.Estimate, 1e-12);
        Assert.True(several.Difference.Upper - several.Difference.Lower > 2 * (one.Difference.Upper - one.Difference.Lower));
    }

    [Fact]
    public void RunsOfOtherItemsAreRefused()
    {
        Assert.Throws<ArgumentException>(() => Compare([Answers(_ => true)], [[[1, 1]]]));
        Assert.Throws<ArgumentException>(() => Compare([[]], [[]]));
        Assert.Throws<ArgumentException>(() => Compare([], [[]]));
    }

    private static PairedComparison Compare(IReadOnlyList<double[][]> first, IReadOnlyList<double[][]> second) =>
        PairedComparison.Of(first, second, sum => sum[0] / sum[1], _options);

    private static double[][] Answers(Func<int, bool> isRight) => [.. Enumerable.Range(0, 60).Select(i => new[] { isRight(i) ? 1.0 : 0, 1 })];
}
