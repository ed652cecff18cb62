using TinyBertPipeline.Core.Evaluation.Calibration;

namespace TinyBertPipeline.Core.Tests.Evaluation.Calibration;

public sealed class ReliabilityTableTests
{
    [Fact]
    public void PredictionsFallIntoIntervalsThatHoldTheirUpperEnd()
    {
        ScoredPrediction[] predictions =
            [new(0, false), new(0.25, true), new(0.2500001, true), new(0.5, false), new(1, true), new(0.9, false)];
        var table = ReliabilityTable.Create(predictions, bins: 4);
        Assert.Equal([2, 2, 0, 2], table.Bins.Select(bin => bin.Count));
        Assert.Equal([0.0, 0.25, 0.5, 0.75], table.Bins.Select(bin => bin.From));
        Assert.Equal([0.25, 0.5, 0.75, 1.0], table.Bins.Select(bin => bin.To));
        Assert.Equal([0.5, 0.5, 0.0, 0.5], table.Bins.Select(bin => bin.Accuracy));
        Assert.Equal(0.95, table.Bins[3].Confidence, 1e-15);
        Assert.Equal(0, table.Bins[2].Confidence);
    }

    [Fact]
    public void TheExpectedErrorWeighsGapsByNumbersOfPredictions()
    {
        // Three of four at 0.7 are right (gap 0.05), none at 0.9 (gap 0.9).
        var table = ReliabilityTable.Create([new(0.7, true), new(0.7, true), new(0.7, true), new(0.7, false), new(0.9, false)]);
        Assert.Equal((4 * 0.05 + 0.9) / 5, table.ExpectedError, 1e-12);
        Assert.Equal(0.9, table.LargestError, 1e-12);
        Assert.Equal(5, table.Count);
    }

    [Fact]
    public void ProbabilitiesThatMeanWhatTheySayHaveAlmostNoError()
    {
        var random = new Random(1);
        var confidences = Enumerable.Range(0, 200_000).Select(_ => random.NextDouble());
        var predictions = confidences.Select(p => new ScoredPrediction(p, random.NextDouble() < p)).ToArray();
        Assert.InRange(ReliabilityTable.Create(predictions).ExpectedError, 0, 0.01);
        var tooSure = predictions.Select(p => p with { Confidence = Math.Sqrt(p.Confidence) });
        Assert.InRange(ReliabilityTable.Create(tooSure).ExpectedError, 0.1, 0.3);
    }

    [Fact]
    public void NoPredictionsHaveNoError()
    {
        var table = ReliabilityTable.Create([]);
        Assert.Equal((0, 0.0, 0.0, ReliabilityTable.DefaultBins), (table.Count, table.ExpectedError, table.LargestError, table.Bins.Count));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void AConfidenceThatIsNoProbabilityIsRefused(double confidence) =>
        Assert.Throws<ArgumentException>(() => ReliabilityTable.Create([new(confidence, true)]));
}
