using TinyBertPipeline.Core.Evaluation;

namespace TinyBertPipeline.Core.Tests.Evaluation;

public sealed class BootstrapIntervalTests
{
    // 40 sentences with one entity each; the teacher finds 30 of them, the student 24 of those.
    private static readonly string[][] _gold = Sentences(_ => true);
    private static readonly string[][] _teacher = Sentences(i => i < 30);
    private static readonly string[][] _student = Sentences(i => i < 24);

    [Fact]
    public void TheEstimateIsTheFigureOfTheSentencesAsTheyAre()
    {
        var options = new BootstrapOptions { Samples = 200 };
        Assert.Equal(EvaluationReport.Compute(_gold, _student, EvaluationMode.Strict).Micro.F1, BootstrapInterval.OfF1(_gold, _student, options).Estimate);
        Assert.Equal(0.75 / (60.0 / 70), BootstrapInterval.OfRatio(_gold, _student, _teacher, options).Estimate, 1e-12);
        Assert.Equal(0.75 - 60.0 / 70, BootstrapInterval.OfDifference(_gold, _student, _teacher, options).Estimate, 1e-12);
    }

    [Fact]
    public void TheIntervalHoldsTheEstimateAndIsTheSameForTheSameSeed()
    {
        var interval = BootstrapInterval.OfRatio(_gold, _student, _teacher, new BootstrapOptions());
        Assert.InRange(interval.Estimate, interval.Lower, interval.Upper);
        Assert.InRange(interval.Lower, 0.70, 0.82);
        Assert.InRange(interval.Upper, 0.92, 1);
        Assert.Equal(interval, BootstrapInterval.OfRatio(_gold, _student, _teacher, new BootstrapOptions()));
        Assert.NotEqual(interval, BootstrapInterval.OfRatio(_gold, _student, _teacher, new BootstrapOptions { Seed = 2 }));
    }

    [Fact]
    public void PairingGivesTheRatioOfEqualModelsNoWidth() =>
        Assert.Equal(new BootstrapInterval(1, 1, 1), BootstrapInterval.OfRatio(_gold, _student, _student, new BootstrapOptions()));

    [Fact]
    public void AHigherLevelGivesAWiderInterval()
    {
        var (narrow, wide) = (F1(0.5), F1(0.99));
        Assert.True(wide.Lower < narrow.Lower && narrow.Upper < wide.Upper);

        static BootstrapInterval F1(double level) => BootstrapInterval.OfF1(_gold, _student, new BootstrapOptions { Level = level });
    }

    [Fact]
    public void ATeacherWithoutCorrectEntitiesGivesAStatedRatio()
    {
        var none = Sentences(_ => false);
        Assert.Equal(1, BootstrapInterval.OfRatio(_gold, none, none, new BootstrapOptions { Samples = 10 }).Upper);
        Assert.Equal(double.PositiveInfinity, BootstrapInterval.OfRatio(_gold, _gold, none, new BootstrapOptions { Samples = 10 }).Lower);
    }

    [Theory]
    [InlineData(0, 0.95)]
    [InlineData(10, 0)]
    [InlineData(10, 1)]
    public void ImpossibleOptionsAreRefused(int samples, double level) => Assert.ThrowsAny<ArgumentException>(
        () => BootstrapInterval.OfF1(_gold, _student, new BootstrapOptions { Samples = samples, Level = level }));

    [Fact]
    public void NoSentencesAreRefused() => Assert.Throws<ArgumentException>(() => BootstrapInterval.OfF1([], [], new BootstrapOptions()));

    private static string[][] Sentences(Func<int, bool> found) => [.. Enumerable.Range(0, 40).Select(i => new[] { "O", found(i) ? "S-A" : "O" })];
}
