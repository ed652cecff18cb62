using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Training.Distillation;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Tests.FineTuning;
using TinyBertPipeline.Training.Tests.Loop;

namespace TinyBertPipeline.Training.Tests.Distillation;

/// <summary>Students that start from a wider student instead of their teacher.</summary>
public sealed class FirstStudentTests(CityTeacher teacher) : IClassFixture<CityTeacher>
{
    private DistillationOptions Options => teacher.Options() with { Size = "3,16,4,32", FirstSize = "3,20,4,40" };

    // All three as large as each other: what is kept of what was kept is the teacher's own.
    [Fact]
    public void AStudentOfTheTeachersSizeByWayOfAnotherStartsAsItsTeacher()
    {
        var options = Options with
        {
            Size = "3,24,4,48",
            FirstSize = "3,24,4,48",
            Pieces = 100,
            LearningRate = 1e-9,
            ActivationWeight = 1,
            MiddleWeight = 1,
        };
        var result = DistillationRun.Run(options, new TrainingContext());
        BundleScore.AssertEqual(teacher.Score, result.Scores[0].Score);
        foreach (var loss in new[] { "hidden", "attention", "prediction", "activation", "middle" })
            Assert.InRange(result.Scores[^1].Losses[loss], 0, 1e-5);
    }

    // At a rate that moves nothing: projections, heads, neurons and coordinates of both starts together still mean the teacher's.
    [Fact]
    public void WhatANarrowStudentIsComparedWithAtItsStartIsNearerThanChance()
    {
        var still = Options with { Pieces = 200, LearningRate = 1e-9, ActivationWeight = 1, MiddleWeight = 1 };
        var losses = DistillationRun.Run(still, new TrainingContext()).Scores[^1].Losses;
        var single = DistillationRun.Run(still with { Out = teacher.Options().Out, FirstSize = null }, new TrainingContext()).Scores[^1].Losses;
        foreach (var loss in new[] { "hidden", "attention", "activation", "middle" }) Assert.InRange(losses[loss], 0, (4 * single[loss]) + 0.05);
    }

    [Fact]
    public void TheWiderStudentsShareOfThePiecesIsItsOwn()
    {
        var progress = new RecordingProgress();
        var options = Options with { FirstShare = 0.25 };
        var result = DistillationRun.Run(options, progress.Context);
        Assert.Contains("first a student of width 20, with 1000 pieces", progress.Notes);
        Assert.InRange(result.Final.Pieces, 2800, 3200);
        var bundle = Bundle.Open(options.Out);
        Assert.Equal(ModelSize.Parse(options.Size), ModelSize.Of(bundle.Config));
        BundleScore.AssertEqual(result.Final.Score, BundleScore.Measure(options.Out, teacher.Dev));
    }

    [Theory]
    [InlineData(5)]       // in the wider student's training
    [InlineData(30)]      // in that of the student proper
    public void ARunThatWasInterruptedInEitherStepEndsAsAnUndisturbedOne(int steps)
    {
        var whole = Options;
        DistillationRun.Run(whole, new TrainingContext());
        var interrupted = Options;
        using var cancellation = new CancellationTokenSource();
        var seen = 0;
        var stopping = new RecordingProgress(_ => { if (++seen == steps) cancellation.Cancel(); });
        Assert.Throws<OperationCanceledException>(() => DistillationRun.Run(interrupted, stopping.Context, cancellation.Token));
        DistillationRun.Run(interrupted, new TrainingContext());
        Assert.Equal(Weights(whole.Out), Weights(interrupted.Out));
        Assert.False(Directory.Exists(Path.Combine(interrupted.Out, "checkpoints")));
    }

    [Theory]
    [InlineData("2,20,4,40")]      // other layers
    [InlineData("3,12,4,40")]      // narrower than the student
    [InlineData("3,32,4,40")]      // wider than the teacher
    public void ASizeThatIsNotBetweenIsRefused(string size)
    {
        var fault = Assert.Throws<InvalidInputException>(() => DistillationRun.Run(Options with { FirstSize = size }, new TrainingContext()));
        Assert.Contains("firstSize: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains("3 layers and a width of 16 to 24", fault.Message, StringComparison.Ordinal);
    }

    private static byte[] Weights(string folder) => File.ReadAllBytes(Path.Combine(folder, "model.safetensors"));
}
