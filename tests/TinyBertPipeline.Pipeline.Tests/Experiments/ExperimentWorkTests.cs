using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Pipeline.Experiments;
using TinyBertPipeline.Training;
using TinyBertPipeline.Training.Loop;
using static TinyBertPipeline.Pipeline.Tests.Experiments.SmallExperiment;

namespace TinyBertPipeline.Pipeline.Tests.Experiments;

public sealed class ExperimentWorkTests
{
    [Fact]
    public void AnInterruptedExperimentEndsAsAnUndisturbedOne()
    {
        using var undisturbed = Create();
        using var interrupted = Create();
        var expected = Figures(undisturbed.Run(new ExperimentWork(undisturbed.Context), new ExperimentRequest { Test = true }));

        // In the teacher, in the teacher again, in the first and in the second student.
        foreach (var steps in new[] { 3, 2, 12, 14 }) Interrupt(interrupted, steps);
        var report = interrupted.Run(new ExperimentWork(interrupted.Context), new ExperimentRequest { Test = true });

        Assert.Equal(expected, Figures(report));
        Assert.Equal(4, interrupted.Progress.Notes.Count(note => note.StartsWith("going on after step", StringComparison.Ordinal)));
    }

    [Fact]
    public void ARowSaysWhatWasTrained()
    {
        using var experiment = Create();

        var report = experiment.Run(new ExperimentWork(experiment.Context));

        var (teacher, full) = (report.Results[0], report.Results[^1]);
        Assert.Equal(("teacher", null, null, "f32"), (teacher.Variant, teacher.Student, teacher.LayerMap, teacher.Precision));
        Assert.Equal(("full", "1,8,2,16", "1←2", 3.0), (full.Variant, full.Student, full.LayerMap, full.EntityWeight));
        Assert.True(full.Pieces >= 600 && full.Parameters < teacher.Parameters && teacher.Pieces > 0 && full.Minutes >= 0);
        Assert.NotNull(full.Dev);
        Assert.Null(full.Test);
    }

    [Fact]
    public void ABundleThatIsNotOnThisMachineIsTrainedAgainForItsTestScore()
    {
        using var experiment = Create();
        var before = experiment.Run(new ExperimentWork(experiment.Context));
        foreach (var folder in Directory.GetDirectories(Path.Combine(experiment.Options.Folder(), "first"), "full-*"))
            Directory.Delete(folder, recursive: true);

        var report = experiment.Run(new ExperimentWork(experiment.Context), new ExperimentRequest { Test = true });

        const string Said = "first full 1,8,2,16 seed 1: its bundle is not in";
        Assert.Contains(experiment.Progress.Notes, note => note.StartsWith(Said, StringComparison.Ordinal));
        Assert.Equal(before.Results.Select(result => result.Dev), report.Results.Select(result => result.Dev));
        Assert.All(report.Results, result => Assert.NotNull(result.Test));
    }

    [Fact]
    public void AFolderOfOtherOptionsIsMovedAside()
    {
        using var experiment = Create();
        experiment.Options = experiment.Options with { Rows = [Row("teacher", 1)] };
        experiment.Run(new ExperimentWork(experiment.Context));
        var dataSet = experiment.Options.DataSets[0];
        experiment.Options = experiment.Options with { DataSets = [dataSet with { Teacher = dataSet.Teacher with { Epochs = 1 } }] };

        experiment.Run(new ExperimentWork(experiment.Context));

        var aside = Assert.Single(Directory.GetDirectories(Path.Combine(experiment.Options.Folder(), "first"), "teacher-seed1-*"));
        Assert.True(File.Exists(Path.Combine(aside, RunRecord.FileName)));
        Assert.Equal(1, (int?)RunRecord.TryRead(experiment.Plan()[0].Folder)!.Options!["epochs"]);
    }

    [Fact]
    public void ADivergedTrainingIsARowWithItsReason()
    {
        using var experiment = Create();
        var dataSet = experiment.Options.DataSets[0];
        var teacher = dataSet.Teacher with { LearningRate = 1e30, Warmup = 0 };
        experiment.Options = experiment.Options with { DataSets = [dataSet with { Teacher = teacher }] };

        Assert.Throws<TrainingDivergedException>(() => experiment.Run(new ExperimentWork(experiment.Context)));

        var results = experiment.Results.Read();
        Assert.Equal(3, results.Count);
        Assert.All(results, result => Assert.Contains("diverged", result.Failed, StringComparison.Ordinal));
    }

    private static SmallExperiment Create()
    {
        var experiment = new SmallExperiment(
            Row("teacher", 1), Row("full", 1) with { Student = "1,8,2,16", Options = new() { ["entityWeight"] = 3 } },
            Row("none", 1) with { Student = "1,8,2,16" });
        var dataSet = experiment.Options.DataSets[0];
        experiment.Options = experiment.Options with
        {
            DataSets =
            [
                dataSet with
                {
                    Teacher = dataSet.Teacher with { Epochs = 8, BatchPieces = 8, LearningRate = 0.01, Precision = TrainingPrecision.Float32 },
                    Student = dataSet.Student with
                    {
                        Pieces = 600,
                        Window = 16,
                        BatchPieces = 32,
                        InitializationPieces = 1000,
                        Evaluations = 2,
                        Precision = TrainingPrecision.Float32,
                    },
                },
            ],
        };
        return experiment;
    }

    private static void Interrupt(SmallExperiment experiment, int afterSteps)
    {
        using var source = new CancellationTokenSource();
        var steps = 0;
        experiment.Progress.OnStep = _ =>
        {
            if (++steps == afterSteps) source.Cancel();
        };
        Assert.Throws<OperationCanceledException>(() => experiment.Run(new ExperimentWork(experiment.Context), cancellation: source.Token));
        experiment.Progress.OnStep = _ => { };
    }

    // Everything but the times.
    private static IEnumerable<string> Figures(ExperimentReport report) => report.Results.Select(result =>
    {
        var row = result.ToJson();
        foreach (var time in new[] { "minutes", "tokensPerSecondTraining", "date" }) row.Remove(time);
        return row.ToJsonString();
    });
}
