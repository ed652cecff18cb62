using System.Text.Json.Nodes;
using TinyBertPipeline.Pipeline.Benchmarks;
using TinyBertPipeline.Training;
using TinyBertPipeline.Training.Benchmarking;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Loop;

namespace TinyBertPipeline.Pipeline.Tests.Benchmarks;

public sealed class TrainingBenchmarkTests
{
    [Fact]
    public void AllTrainingsAreMeasuredBesideAPlainLoopOnTheDemosSentences()
    {
        using var folder = new TemporaryFolder();
        var heard = new HeardMessages();
        var options = new TrainingBenchmarkOptions
        {
            FineTuning = new FineTuningOptions { Size = "1,8,2,16", Precision = TrainingPrecision.Float32 },
            Size = "1,8,2,16",
            Sentences = 6,
            Passes = 1,
            ComparePlain = true,
        };

        var speeds = TrainingBenchmarkRun.Run(options, folder.Path, heard);

        Assert.Equal(
            [
                "fine-tuning product", "fine-tuning plain", "distillation product", "distillation plain", "pre-training product",
                "pre-training plain",
            ],
            speeds.Select(speed => $"{speed.Training} {speed.Loop}"));
        Assert.Single(speeds.Where(speed => speed.Training != "pre-training").Select(speed => speed.Pieces).Distinct());
        Assert.Equal(3, heard.Notes.Count);
    }

    [Fact]
    public void ALineHasTheRatioToThePlainLoopAndTheSharesInPerCent()
    {
        var table = TrainingBenchmarkTable.ToReport([Speed("product", 3000, 6000), Speed("plain", 1000, 1000)]).ToString();

        Assert.Contains("| fine-tuning | product | f32 | 4500 | 4.50 | 0.0 | 25.0 | 75.0 | 0.0 | 0.0 |", table.Split('\n'));
        Assert.Contains("| fine-tuning | plain | f32 | 1000 | 1.00 | 0.0 | 25.0 | 75.0 | 0.0 | 0.0 |", table.Split('\n'));
    }

    [Fact]
    public void WithoutAPlainLoopThereIsNoRatio()
    {
        var row = Assert.Single(TrainingBenchmarkTable.Of([Speed("product", 3000)]).ToJson());

        Assert.True(row.ContainsKey("ratio") && row["ratio"] is null);
        Assert.Equal((3000.0, 0.75), ((double)row["tokensPerSecond"]!, (double)row["forwardShare"]!));
        Assert.All(row, field => Assert.True(field.Value is null or JsonValue));
    }

    private static TrainingSpeed Speed(string loop, params double[] passes) => new("fine-tuning", loop, "f32")
    {
        Steps = 4,
        Pieces = 100,
        Time = TimeSpan.FromSeconds(1),
        Passes = passes,
        Shares = new Dictionary<string, double> { ["teacher"] = 0.25, ["forward"] = 0.75 },
    };
}
