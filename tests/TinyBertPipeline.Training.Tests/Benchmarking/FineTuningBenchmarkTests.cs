using TinyBertPipeline.Training.Benchmarking;
using TinyBertPipeline.Training.Tests.FineTuning;

namespace TinyBertPipeline.Training.Tests.Benchmarking;

public sealed class FineTuningBenchmarkTests
{
    [Fact]
    public void BothLoopsTrainOnTheSameSentences()
    {
        using var data = new CityData();
        var speeds = FineTuningBenchmark.Run(new TrainingBenchmarkOptions
        {
            FineTuning = data.Options("unused") with { Window = 24 },
            Sentences = 20,
            Passes = 2,
            ComparePlain = true,
            PlainBatch = 8,
        });
        Assert.Equal(["product", "plain"], speeds.Select(speed => speed.Loop));
        Assert.Equal(speeds[0].Pieces, speeds[1].Pieces);
        Assert.Equal(6, speeds[1].Steps);
        Assert.All(speeds, speed =>
        {
            Assert.Equal("f32", speed.Precision);
            Assert.Equal(1, speed.Shares.Values.Sum(), 9);
            Assert.Equal(["backward", "data", "forward", "optimizer"], speed.Shares.Keys.Order());
            Assert.Equal(2, speed.Passes.Count);
            Assert.True(speed.PiecesPerSecond > 0);
        });
    }

    [Fact]
    public void TheProductsLoopIsMeasuredAlone()
    {
        using var data = new CityData();
        var options = new TrainingBenchmarkOptions { FineTuning = data.Options("unused"), Sentences = 5, Passes = 1 };
        var speed = FineTuningBenchmark.Run(options).Single();
        Assert.Equal(("fine-tuning", "product"), (speed.Training, speed.Loop));
        Assert.False(Directory.Exists(data.File("unused")));
    }
}
