using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Loop;

namespace TinyBertPipeline.Training.Tests.FineTuning;

public sealed class FineTuningPlanTests
{
    private static readonly ModelSize _small = ModelSize.Parse("small-6x384");

    // Steps of a pass; steps and passes in all.
    [Theory]
    [InlineData(2, 240)]                                    // 120 passes are the most
    [InlineData(5, 600)]
    [InlineData(28, 600)]                                   // a small set needs 600 steps
    [InlineData(107, 600)]
    [InlineData(150, 600)]
    [InlineData(1000, 4000)]                                // 4 passes are enough
    public void AFewSentencesGetStepsAndManyGetPasses(int stepsPerPass, long steps)
    {
        var plan = Plan(new FineTuningOptions(), stepsPerPass);
        Assert.Equal((steps, true, true), (plan.Steps, plan.IsSized, plan.Averages));
        var scored = plan.ScoredSteps().ToArray();
        Assert.Equal(steps, scored[^1]);
        Assert.True(scored.Length >= FineTuningDefaults.FewestScores);
        Assert.Equal(scored.Order().Distinct(), scored);
    }

    [Theory]
    [InlineData("small-6x384", 2e-4)]
    [InlineData("bert-base", 5e-5)]
    [InlineData("24,1024,16,4096", 1.9e-5)]
    [InlineData("12,384,12,1536", 1e-4)]
    [InlineData("tiny-4x312", 3.7e-4)]
    [InlineData("1,16,2,32", 1e-3)]
    public void TheRateFallsWithDepthAndWidth(string size, double rate) => Assert.Equal(rate, FineTuningDefaults.LearningRate(ModelSize.Parse(size)));

    [Fact]
    public void EpochsAndRateThatAreGivenAreTaken()
    {
        var plan = Plan(new FineTuningOptions { Epochs = 3, LearningRate = 1e-3 }, 10);
        Assert.Equal((30L, 1e-3, false, false), (plan.Steps, plan.LearningRate, plan.IsSized, plan.Averages));
        Assert.Equal([10, 20, 30], plan.ScoredSteps());
        Assert.False(plan.HasEnded([Score(10, 0.9), Score(20, 0.8), Score(30, 0.7)]));
        Assert.Equal("30 steps in 3 epochs; matrix products in f32", Assert.Single(plan.Describe("f32")));
    }

    [Fact]
    public void StepsThatAreGivenAreTakenAndScoredAsThoseOfItsOwn()
    {
        var plan = Plan(new FineTuningOptions { Steps = 300 }, 28);
        Assert.Equal((300L, false, false), (plan.Steps, plan.IsSized, plan.Averages));
        Assert.Equal([25, 50, 75], plan.ScoredSteps().Take(3));
        Assert.Equal("300 steps in 10.7 epochs; matrix products in f32", plan.Describe("f32").First());
    }

    [Fact]
    public void ItEndsWhenHalfOfTheStepsBroughtNothing()
    {
        var plan = Plan(new FineTuningOptions(), 107);
        Assert.Equal(300, plan.Patience);
        Assert.False(plan.HasEnded([]));
        Assert.False(plan.HasEnded([Score(100, 0.9), Score(399, 0.8)]));
        Assert.True(plan.HasEnded([Score(100, 0.9), Score(400, 0.9)]));
        Assert.False(plan.HasEnded([Score(100, 0), Score(400, 0)]));         // what starts at random takes its time
    }

    [Theory]
    [InlineData(200, 200)]
    [InlineData(9000, 600)]
    public void ABudgetCutsTheStepsAndNeverAddsAny(long fitting, long steps)
    {
        var plan = Plan(new FineTuningOptions { Budget = "10m" }, 107, fitting);
        Assert.Equal(steps, plan.Steps);
        Assert.Equal(fitting < 600, plan.Describe("f32").First().Contains("what fits into 10m", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("90s", 1.5)]
    [InlineData("10m", 10.0)]
    [InlineData("1.5h", 90.0)]
    [InlineData("10", null)]
    [InlineData("m", null)]
    [InlineData("0m", null)]
    [InlineData("-1m", null)]
    [InlineData("1e9h", null)]
    [InlineData("1,5h", null)]
    public void ABudgetIsANumberWithItsUnit(string text, double? minutes) => Assert.Equal(minutes, TrainingBudget.TryParse(text)?.TotalMinutes);

    [Fact]
    public void WhatWasChosenIsSaidInTwoLines()
    {
        string[] lines = [.. Plan(new FineTuningOptions(), 28).Describe("bf16")];
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("600 steps, 21.4 passes over 28 batches (a small set needs that many steps); dev every ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("learning rate 2.0e-4 for 6 layers of width 384; ", lines[1], StringComparison.Ordinal);
    }

    private static FineTuningPlan Plan(FineTuningOptions options, int stepsPerPass, long? fitting = null) => new(
        options, _small, new FineTuningLoad(stepsPerPass, 900L * stepsPerPass, 20_000), () => fitting ?? throw new InvalidOperationException());

    private static TrainingScore Score(long step, double value) => new()
    {
        Stage = "fine-tuning",
        Step = step,
        Pieces = 0,
        Seconds = 0,
        Losses = new Dictionary<string, double>(),
        Score = new TaskScore("f1", value, new Dictionary<string, double>()),
    };
}
