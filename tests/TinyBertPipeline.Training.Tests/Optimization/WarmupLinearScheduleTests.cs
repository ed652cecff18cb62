using System.Text.Json;
using TinyBertPipeline.Training.Optimization;
using TinyBertPipeline.Training.Tests.Modeling;

namespace TinyBertPipeline.Training.Tests.Optimization;

public sealed class WarmupLinearScheduleTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0.5)]
    [InlineData(2, 1)]
    [InlineData(6, 0.5)]
    [InlineData(9, 0.125)]
    [InlineData(10, 0)]
    [InlineData(11, 0)]
    public void TheRateRisesToThePeakAndFallsToZero(long step, double rate) =>
        Assert.Equal(rate, WarmupLinearSchedule.Create(peak: 1, warmupShare: 0.2, totalSteps: 10).Rate(step), 12);

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(6, 0.5)]
    [InlineData(8, 0.25)]
    [InlineData(9, 0.2)]
    [InlineData(11, 0.2)]
    public void TheFallMayEndAtAShareOfThePeak(long step, double rate) =>
        Assert.Equal(rate, (WarmupLinearSchedule.Create(peak: 1, warmupShare: 0.2, totalSteps: 10) with { Rest = 0.2 }).Rate(step), 12);

    [Fact]
    public void WithoutWarmupTheFirstStepHasThePeak() => Assert.Equal(3, new WarmupLinearSchedule(3, 0, 10).Rate(0));

    [Fact]
    public void TheReferenceTrainingHasTheseRates()
    {
        var json = JsonDocument.Parse(File.ReadAllBytes(ReferenceModels.Find("optim", "training-expected.json")));
        var settings = TrainingSettings.Read(json.RootElement);
        for (var step = 0; step < settings.LearningRates.Length; step++)
            Assert.Equal(settings.LearningRates[step], settings.Schedule.Rate(step), 1e-15);
    }
}
