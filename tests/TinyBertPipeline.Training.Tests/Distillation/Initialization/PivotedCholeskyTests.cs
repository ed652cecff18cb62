using TinyBertPipeline.Training.Distillation.Initialization;
using TorchSharp;

namespace TinyBertPipeline.Training.Tests.Distillation.Initialization;

public sealed class PivotedCholeskyTests
{
    [Theory]
    [InlineData(1, "1")]
    [InlineData(2, "1 2")]          // 0 is nearly a copy of 1 and has little left
    [InlineData(3, "0 1 2")]
    public void EachTimeTheCoordinateWithMostVarianceLeftIsTaken(int count, string expected)
    {
        using var covariance = torch.tensor(new[] { 4.0, 4.4, 0.0, 4.4, 5.0, 0.0, 0.0, 0.0, 1.0 }, 3, 3);
        Assert.Equal(expected, string.Join(' ', PivotedCholesky.Choose(covariance, count)));
    }

    [Fact]
    public void AMatrixOfLowRankGivesAsManyDifferentCoordinatesAsAsked()
    {
        using var vector = torch.tensor(new[] { 1.0, 2.0, 3.0, 4.0 });
        using var rankOne = torch.outer(vector, vector);
        Assert.Equal([0, 1, 2, 3], PivotedCholesky.Choose(rankOne, 4));
    }

    [Fact]
    public void MoreCoordinatesThanThereAreIsTheCallersFault()
    {
        using var covariance = torch.eye(2, dtype: torch.ScalarType.Float64);
        Assert.Throws<ArgumentOutOfRangeException>(() => PivotedCholesky.Choose(covariance, 3));
    }
}
