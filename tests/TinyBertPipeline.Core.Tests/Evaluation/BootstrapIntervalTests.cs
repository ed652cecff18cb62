using TinyBertPipeline.Core.Evaluation;

namespace TinyBertPipeline.Core.Tests.Evaluation;

public sealed class BootstrapIntervalTests
{
    // 40 sentences with one entity each; the teacher finds 30 of them, the student 24 of those.
    private static readonly double[][] _gold = Sentences(_ => true);
    private static readonly double[][] _teacher = Sentences(i => i < 30);
    private static readonly double[][] _student = Sentences(i => i < 24);

    [Fact]
    public void TheEstimateIsTheFigureOfTheSentencesAsTheyAre()
    {
        var options = new BootstrapOptions { Samples = 200 };
        Assert.Equal(0.75, BootstrapInterval.Of(_student, F1, options).Estimate, 1e-12);
        Assert.Equal(0.75 / (60.0 / 70), BootstrapInterval.OfRatio(_student, _teacher, F1, options).Estimate, 1e-12);
        Assert.Equal(0.75 - 60.0 / 70, BootstrapInterval.OfDifference(_student, _teacher, F1, options).Estimate, 1e-12);
    }

    [Fact]
    public void TheIntervalHoldsTheEstimateAndIsTheSameForTheSameSeed()
    {
        var interval = BootstrapInterval.OfRatio(_student, _teacher, F1, new BootstrapOptions());
        Assert.InRange(interval.Estimate, interval.Lower, interval.Upper);
        Assert.InRange(interval.Lower, 0.70, 0.82);
        Assert.InRange(interval.Upper, 0.92, 1);
        Assert.Equal(interval, BootstrapInterval.OfRatio(_student, _teacher, F1, new BootstrapOptions()));
        Assert.NotEqual(interval, BootstrapInterval.OfRatio(_student, _teacher, F1, new BootstrapOptions { Seed = 2 }));
    }

    [Fact]
    public void PairingGivesTheRatioOfEqualModelsNoWidth() =>
        Assert.Equal(new BootstrapInterval(1, 1, 1), BootstrapInterval.OfRatio(_student, _student, F1, new BootstrapOptions()));

    [Fact]
    public void AHigherLevelGivesAWiderInterval()
    {
        var (narrow, wide) = (Interval(0.5), Interval(0.99));
        Assert.True(wide.Lower < narrow.Lower && narrow.Upper < wide.Upper);

        static BootstrapInterval Interval(double level) => BootstrapInterval.Of(_student, F1, new BootstrapOptions { Level = level });
    }

    [Fact]
    public void ATeacherWithoutCorrectEntitiesGivesAStatedRatio()
    {
        var none = Sentences(_ => false);
        Assert.Equal(1, BootstrapInterval.OfRatio(none, none, F1, new BootstrapOptions { Samples = 10 }).Upper);
        Assert.Equal(double.PositiveInfinity, BootstrapInterval.OfRatio(_gold, none, F1, new BootstrapOptions { Samples = 10 }).Lower);
    }

    [Theory]
    [InlineData(0, 0.95)]
    [InlineData(10, 0)]
    [InlineData(10, 1)]
    public void ImpossibleOptionsAreRefused(int samples, double level) => Assert.ThrowsAny<ArgumentException>(
        () => BootstrapInterval.Of(_student, F1, new BootstrapOptions { Samples = samples, Level = level }));

    [Fact]
    public void NoSentencesAreRefused() => Assert.Throws<ArgumentException>(() => BootstrapInterval.Of([], F1, new BootstrapOptions()));

    // Correct, predicted and gold entities of each sentence.
    private static double[][] Sentences(Func<int, bool> found) => [.. Enumerable.Range(0, 40).Select(i => new[] { found(i) ? 1.0 : 0, found(i) ? 1 : 0, 1 })];

    private static double F1(double[] sum) => sum[0] == 0 ? 0 : 2 * sum[0] / (sum[1] + sum[2]);
}
