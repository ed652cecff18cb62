using TinyBertPipeline.Core;
using TinyBertPipeline.Training.Distillation;

namespace TinyBertPipeline.Training.Tests.Distillation;

public sealed class DistillationResumeTests(CityTeacher teacher) : IClassFixture<CityTeacher>
{
    [Theory]
    [InlineData(DistillationVariant.Full, 3)]
    [InlineData(DistillationVariant.Full, 17)]          // behind an evaluation
    [InlineData(DistillationVariant.None, 5)]           // with dropout
    [InlineData(DistillationVariant.TinyBert, 20)]      // in the second stage
    public void AnInterruptedRunEndsWithTheFilesOfAnUndisturbedOne(DistillationVariant variant, int stepsBefore)
    {
        var (undisturbed, interrupted) = (Options(variant), Options(variant));
        DistillationRun.Run(undisturbed, new SilentProgress(), default);
        Interrupt(interrupted, stepsBefore);

        var progress = new RecordingProgress();
        DistillationRun.Run(interrupted, progress, default);
        Assert.Contains(progress.Notes, note => note.StartsWith("going on after step", StringComparison.Ordinal));
        Assert.Equal(Read(undisturbed, "model.safetensors"), Read(interrupted, "model.safetensors"));
        Assert.Equal(Scores(undisturbed), Scores(interrupted));
    }

    [Fact]
    public void AnInterruptedTuningGoesOnWithTheNextShortRun()
    {
        var options = Options(DistillationVariant.Full) with { Tune = true, Tuning = new TuningOptions { Pieces = 1200, EntityWeights = [0, 3] } };
        Interrupt(options, 14);                         // in the second short run
        var progress = new RecordingProgress();
        var result = DistillationRun.Run(options, progress, default);
        Assert.Equal([0, 3], result.Tuning.Select(score => score.EntityWeight));
        Assert.Equal(2, progress.Notes.Count(note => note.StartsWith("start: ", StringComparison.Ordinal)));      // one short run and the run itself
    }

    [Fact]
    public void CheckpointsOfOtherOptionsAreNotGoneOnWith()
    {
        var options = Options(DistillationVariant.Full);
        Interrupt(options, 3);
        var fault = Assert.Throws<InvalidInputException>(() => DistillationRun.Run(options with { EntityWeight = 3 }, new SilentProgress(), default));
        Assert.Contains("entityWeight: 0 there, 3 here", fault.Message, StringComparison.Ordinal);
    }

    private DistillationOptions Options(DistillationVariant variant) => teacher.Options() with { Variant = variant, Pieces = 3000 };

    private static void Interrupt(DistillationOptions options, int stepsBefore)
    {
        using var cancellation = new CancellationTokenSource();
        var steps = 0;
        var stopping = new RecordingProgress(_ =>
        {
            if (++steps == stepsBefore) cancellation.Cancel();
        });
        Assert.Throws<OperationCanceledException>(() => DistillationRun.Run(options, stopping, cancellation.Token));
        Assert.False(File.Exists(Path.Combine(options.Out, "run.json")));
    }

    private static byte[] Read(DistillationOptions options, string file) => File.ReadAllBytes(Path.Combine(options.Out, file));

    // All columns but the seconds.
    private static string[] Scores(DistillationOptions options) => [.. File.ReadAllLines(Path.Combine(options.Out, "metrics.csv")).Select(line =>
        string.Join(',', line.Split(',') is var columns ? columns.Where((_, index) => index != 2) : []))];
}
