using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Training.Distillation;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Resuming;
using TinyBertPipeline.Training.Tests.Loop;

namespace TinyBertPipeline.Training.Tests.Distillation;

public sealed class DistillationResumeTests(CityTeacher teacher) : IClassFixture<CityTeacher>
{
    [Theory]
    [InlineData(DistillationVariant.Full, 3)]
    [InlineData(DistillationVariant.Full, 17)]          // behind an evaluation
    [InlineData(DistillationVariant.LabelsOnly, 5)]           // with dropout
    [InlineData(DistillationVariant.TinyBert, 20)]      // in the second stage
    public void AnInterruptedRunEndsWithTheFilesOfAnUndisturbedOne(DistillationVariant variant, int stepsBefore)
    {
        var (undisturbed, interrupted) = (Options(variant), Options(variant));
        DistillationRun.Run(undisturbed, new TrainingContext());
        Interrupt(interrupted, stepsBefore);

        var progress = new RecordingProgress();
        DistillationRun.Run(interrupted, progress.Context);
        Assert.Contains(progress.Notes, note => note.StartsWith("going on after step", StringComparison.Ordinal));
        Assert.Equal(Read(undisturbed, "model.safetensors"), Read(interrupted, "model.safetensors"));
        Assert.Equal(Scores(undisturbed), Scores(interrupted));
    }

    // At the step of an evaluation, by a signal or by a kill behind the checkpoint that is due there.
    [Theory]
    [InlineData(DistillationVariant.Full, false)]
    [InlineData(DistillationVariant.Full, true)]
    [InlineData(DistillationVariant.TinyBert, false)]
    [InlineData(DistillationVariant.TinyBert, true)]
    public void ARunThatEndsAtAnEvaluationLosesNoScore(DistillationVariant variant, bool isKilled)
    {
        var (undisturbed, interrupted) = (Options(variant), Options(variant));
        var scored = DistillationRun.Run(undisturbed, new TrainingContext()).Scores[1].Step;
        if (isKilled)
        {
            var steps = 0;
            var killing = new RecordingProgress(_ => { if (++steps == scored + 1) throw new KilledException(); });
            var often = interrupted with { Checkpoints = new CheckpointOptions { Minutes = 0, Steps = scored } };
            Assert.Throws<KilledException>(() => DistillationRun.Run(often, killing.Context));
        }
        else Interrupt(interrupted, (int)scored);
        DistillationRun.Run(interrupted, new TrainingContext());
        Assert.Equal(Read(undisturbed, "model.safetensors"), Read(interrupted, "model.safetensors"));
        Assert.Equal(Scores(undisturbed), Scores(interrupted));
        Assert.Equal(RunRecord.TryRead(undisturbed.Out)!.Scores, RunRecord.TryRead(interrupted.Out)!.Scores);
    }

    [Theory]
    [InlineData("config.json", "teacher.config.json: content ")]
    [InlineData("tokenizer_config.json", "teacher.tokenizer_config.json: content ")]
    public void ATeacherThatChangedInBetweenIsRefusedByName(string file, string named)
    {
        var options = Options(DistillationVariant.Full) with { Teacher = teacher.InScheme(TagScheme.Bio) };
        Interrupt(options, 3);
        File.AppendAllText(Path.Combine(options.Teacher, file), " ");
        var fault = Assert.Throws<InvalidInputException>(() => DistillationRun.Run(options, new TrainingContext()));
        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnInterruptedTuningGoesOnWithTheNextShortRun()
    {
        var tuning = new TuningOptions { Pieces = 1200, EntityWeights = [0, 3] };
        var options = Options(DistillationVariant.Full) with { Tune = true, Tuning = tuning };
        Interrupt(options, 14);                         // in the second short run
        var progress = new RecordingProgress();
        var result = DistillationRun.Run(options, progress.Context);
        Assert.Equal([0, 3], result.Tuning.Select(score => score.EntityWeight));
        // one short run and the run itself
        Assert.Equal(2, progress.Notes.Count(note => note.StartsWith("start: ", StringComparison.Ordinal)));
    }

    [Fact]
    public void CheckpointsOfOtherOptionsAreNotGoneOnWith()
    {
        var options = Options(DistillationVariant.Full);
        Interrupt(options, 3);
        var fault = Assert.Throws<InvalidInputException>(
            () => DistillationRun.Run(options with { EntityWeight = 3 }, new TrainingContext()));
        Assert.Contains("entityWeight: nothing there, 3 here", fault.Message, StringComparison.Ordinal);
    }

    private sealed class KilledException : Exception;

    private DistillationOptions Options(DistillationVariant variant) => teacher.Options() with { Variant = variant, Pieces = 3000 };

    private static void Interrupt(DistillationOptions options, int stepsBefore)
    {
        using var cancellation = new CancellationTokenSource();
        var steps = 0;
        var stopping = new RecordingProgress(_ =>
        {
            if (++steps == stepsBefore) cancellation.Cancel();
        });
        Assert.Throws<OperationCanceledException>(() => DistillationRun.Run(options, stopping.Context, cancellation.Token));
        Assert.False(File.Exists(Path.Combine(options.Out, "run.json")));
    }

    private static byte[] Read(DistillationOptions options, string file) => File.ReadAllBytes(Path.Combine(options.Out, file));

    // All columns but the seconds.
    private static string[] Scores(DistillationOptions options) =>
        [.. File.ReadAllLines(Path.Combine(options.Out, "metrics.csv")).Select(line =>
        string.Join(',', line.Split(',') is var columns ? columns.Where((_, index) => index != 2) : []))];
}
