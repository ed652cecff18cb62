using TinyBertPipeline.Core;
using TinyBertPipeline.Pipeline.Experiments;
using static TinyBertPipeline.Pipeline.Tests.Experiments.SmallExperiment;

namespace TinyBertPipeline.Pipeline.Tests.Experiments;

public sealed class ExperimentRunTests
{
    [Fact]
    public void ASecondStartDoesOnlyWhatIsMissing()
    {
        using var experiment = new SmallExperiment(Row("teacher", 1), Row("full", 1));
        experiment.Run(new RecordedWork());
        experiment.Options = experiment.Options with { Rows = [.. experiment.Options.Rows, Row("none", 1)] };
        var work = new RecordedWork();

        experiment.Run(work);

        Assert.Equal(["first none 2,8,2,16 seed 1"], work.Trained);
        Assert.Equal(["first teacher seed 1", "first full 2,8,2,16 seed 1"], experiment.Progress.Skipped);
    }

    [Fact]
    public void ARowWhoseOptionsChangedIsDoneAgainAndReplaced()
    {
        using var experiment = new SmallExperiment(Row("teacher", 1), Row("full", 1));
        experiment.Run(new RecordedWork());
        experiment.Options = experiment.Options with { Rows = [Row("teacher", 1), Row("full", 1) with { Options = new() { ["pieces"] = 2000 } }] };
        var work = new RecordedWork();

        var report = experiment.Run(work);

        Assert.Equal(["first full 2,8,2,16 seed 1"], work.Trained);
        Assert.Equal([null, "pieces 2000"], report.Results.Select(result => result.Overrides));
        Assert.Equal(2, experiment.Results.Read().Count);
    }

    [Fact]
    public void AnInterruptionKeepsTheRowsThatAreDone()
    {
        using var experiment = new SmallExperiment(Row("teacher", 1), Row("full", 1), Row("none", 1));
        var interrupted = new RecordedWork { Failure = job => job.Row.Variant == "none" ? new OperationCanceledException() : null };

        Assert.Throws<OperationCanceledException>(() => experiment.Run(interrupted));

        Assert.Equal(["teacher", "full"], experiment.Results.Read().Select(result => result.Variant));
    }

    [Fact]
    public void AFailureIsRecordedWithItsReasonAndTheRestGoesOn()
    {
        using var experiment = new SmallExperiment(Row("teacher", 1), Row("full", 1), Row("none", 1));
        var work = new RecordedWork { Failure = job => job.Row.Variant == "full" ? new TrainingDivergedException("loss is NaN in step 3") : null };
        ExperimentReport? printed = null;

        var e = Assert.Throws<TrainingDivergedException>(() => experiment.Run(work, new ExperimentRequest { Print = report => printed = report }));

        Assert.Contains("1 of 3 trainings failed", e.Message, StringComparison.Ordinal);
        Assert.Equal([null, null, "loss is NaN in step 3"], printed!.Results.Select(result => result.Failed));
        Assert.Equal(3, work.Trained.Count);
        var table = File.ReadAllText(Path.Combine(experiment.Options.Results, "small.md"));
        Assert.Contains("failed: loss is NaN in step 3", table, StringComparison.Ordinal);
    }

    [Fact]
    public void AFailedRowIsTriedAgainAtTheNextStart()
    {
        using var experiment = new SmallExperiment(Row("teacher", 1));
        Assert.Throws<EnvironmentException>(() => experiment.Run(new RecordedWork { Failure = _ => new EnvironmentException("the disk is full") }));
        var work = new RecordedWork();

        var report = experiment.Run(work);

        Assert.Equal(["first teacher seed 1"], work.Trained);
        Assert.True(Assert.Single(report.Results).IsFinished);
    }

    [Fact]
    public void RowsThatSomebodyTakesAwayDuringTheRunComeBack()
    {
        using var experiment = new SmallExperiment(Row("teacher", 1), Row("full", 1), Row("none", 1));
        experiment.Run(new RecordedWork(), new ExperimentRequest { Only = ["teacher"] });
        var work = new RecordedWork
        {
            Failure = _ =>
            {
                File.Delete(Path.Combine(experiment.Options.Results, "small.json"));
                return null;
            },
        };

        Assert.Equal(["teacher", "none", "full"], experiment.Run(work).Results.Select(result => result.Variant));
    }

    [Fact]
    public void ABugIsNotARow()
    {
        using var experiment = new SmallExperiment(Row("teacher", 1));

        Assert.Throws<InvalidOperationException>(() => experiment.Run(new RecordedWork { Failure = _ => new InvalidOperationException() }));

        Assert.Empty(experiment.Results.Read());
    }

    [Fact]
    public void TestScoresAreAddedOnceAndOnlyWhenAskedFor()
    {
        using var experiment = new SmallExperiment(Row("teacher", 1), Row("full", 1));
        var (first, second, third) = (new RecordedWork(), new RecordedWork(), new RecordedWork());

        Assert.All(experiment.Run(first).Results, result => Assert.Null(result.Test));
        Assert.All(experiment.Run(second, new ExperimentRequest { Test = true }).Results, result => Assert.NotNull(result.Test));
        experiment.Run(third, new ExperimentRequest { Test = true });

        RecordedWork[] runs = [first, second, third];
        Assert.Equal([(2, 0), (0, 2), (0, 0)], runs.Select(run => (run.Trained.Count, run.Tested.Count)));
    }

    [Fact]
    public void AFailureOnTestLeavesTheDevScore()
    {
        using var experiment = new SmallExperiment(Row("teacher", 1));
        experiment.Run(new RecordedWork());

        var work = new RecordedWork { Failure = _ => new InvalidInputException(InputKind.Data, "test", "no such file") };
        Assert.Throws<InvalidInputException>(() => experiment.Run(work, new ExperimentRequest { Test = true }));

        Assert.Equal(0.81, Assert.Single(experiment.Results.Read()).Dev);
    }

    [Fact]
    public void OnlyTheNamedRowsAreDone()
    {
        using var experiment = new SmallExperiment(Row("teacher", 1), Row("full", 1), Row("none", 1));
        var work = new RecordedWork();

        experiment.Run(work, new ExperimentRequest { Only = ["teacher", "none"] });

        Assert.Equal(["first teacher seed 1", "first none 2,8,2,16 seed 1"], work.Trained);
    }

    [Theory]
    [InlineData("ful", false, "the experiment has no row 'ful'; did you mean full?")]
    [InlineData("full", true, "test: a labelled file is needed")]
    public void ARequestThatCannotBeMetIsRefusedBeforeAnythingIsTrained(string only, bool test, string reason)
    {
        using var experiment = new SmallExperiment(Row("teacher", 1), Row("full", 1));
        experiment.Options = experiment.Options with { DataSets = [experiment.Options.DataSets[0] with { Test = "" }] };
        var work = new RecordedWork();

        var e = Assert.Throws<InvalidInputException>(() => experiment.Run(work, new ExperimentRequest { Only = [only], Test = test }));

        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.Empty(work.Trained);
    }

    [Fact]
    public void AFullStudentWorseThanTheBaselineIsWarnedAbout()
    {
        using var experiment = new SmallExperiment(Row("teacher", 1, 2), Row("full", 1, 2), Row("none", 2));

        experiment.Run(new RecordedWork());

        Assert.Contains(
            "first 2,8,2,16 seed 2: dev F1 is 2.00 points below that of the same student without a teacher", experiment.Progress.Warnings);
    }

    [Fact]
    public void ASecondProcessIsKeptOutOfTheFolder()
    {
        using var experiment = new SmallExperiment(Row("teacher", 1));
        var work = new RecordedWork
        {
            Failure = _ =>
            {
                Assert.Throws<EnvironmentException>(() => experiment.Run(new RecordedWork()));
                return null;
            },
        };

        experiment.Run(work);

        Assert.Single(work.Trained);
    }
}
