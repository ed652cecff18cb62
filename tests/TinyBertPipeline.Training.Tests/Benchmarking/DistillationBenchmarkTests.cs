using TinyBertPipeline.Training.Benchmarking;
using TinyBertPipeline.Training.Tests.FineTuning;

namespace TinyBertPipeline.Training.Tests.Benchmarking;

public sealed class DistillationBenchmarkTests
{
    [Fact]
    public void BothLoopsDistilOnTheSameSentencesAndTheTeacherIsCountedApart()
    {
        using var data = new CityData();
        var speeds = DistillationBenchmark.Run(new TrainingBenchmarkOptions
        {
            FineTuning = data.Options("unused") with { Size = "3,16,2,32", Window = 24 },
            Size = "2,8,2,16",
            Sentences = 20,
            Passes = 2,
            ComparePlain = true,
            PlainBatch = 8,
        });
        Assert.Equal(["product", "plain"], speeds.Select(speed => speed.Loop));
        Assert.Equal(speeds[0].Pieces, speeds[1].Pieces);
        Assert.All(speeds, speed =>
        {
            Assert.Equal("distillation", speed.Training);
            Assert.Equal(1, speed.Shares.Values.Sum(), 9);
            Assert.Equal(["backward", "data", "forward", "optimizer", "teacher"], speed.Shares.Keys.Order());
        });
    }
}
