using TinyBertPipeline.Training.Benchmarking;

namespace TinyBertPipeline.Training.Tests.Benchmarking;

public sealed class TrainingSpeedTests
{
    [Theory]
    [InlineData(new[] { 5.0 }, 5)]
    [InlineData(new[] { 9.0, 1, 4 }, 4)]            // one slow and one fast pass do not count
    [InlineData(new[] { 1.0, 9, 4, 2 }, 3)]         // between the two in the middle
    public void TheSpeedIsTheMedianOfThePasses(double[] passes, double median) => Assert.Equal(median, Speed(passes).PiecesPerSecond);

    [Fact]
    public void TheRatioIsTheMedianOfPassesMadeInTurn() =>
        Assert.Equal(2, Speed(20, 4, 30).RatioTo(Speed(10, 2, 1)));      // 2, 2, 30: the machine was slow in the second turn

    private static TrainingSpeed Speed(params double[] passes) => new("fine-tuning", "product", "f32")
    {
        Steps = 1,
        Pieces = 1,
        Time = TimeSpan.FromSeconds(1),
        Passes = passes,
        Shares = new Dictionary<string, double>(),
    };
}
