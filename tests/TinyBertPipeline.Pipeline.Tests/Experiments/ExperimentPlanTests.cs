using TinyBertPipeline.Core;
using TinyBertPipeline.Pipeline.Experiments;
using TinyBertPipeline.Training.Distillation;
using TinyBertPipeline.Training.Distillation.Recipe;
using static TinyBertPipeline.Pipeline.Tests.Experiments.SmallExperiment;

namespace TinyBertPipeline.Pipeline.Tests.Experiments;

public sealed class ExperimentPlanTests
{
    [Fact]
    public void TheMostTellingTrainingsComeFirst()
    {
        using var experiment = new SmallExperiment(
            Row("logits", 1), Row("none", 1), Row("full", 1, 2), Row("teacher", 1, 2), Row("full", 1) with { Student = "1,8,2,16" });
        experiment.Options = experiment.Options with { DataSets = [experiment.DataSet("first"), experiment.DataSet("second")] };

        Assert.Equal(
            [
                "first teacher seed 1", "second teacher seed 1", "first full 2,8,2,16 seed 1", "second full 2,8,2,16 seed 1",
                "first none 2,8,2,16 seed 1", "second none 2,8,2,16 seed 1",
                "first teacher seed 2", "first full 2,8,2,16 seed 2", "second teacher seed 2", "second full 2,8,2,16 seed 2",
                "first logits 2,8,2,16 seed 1", "first full 1,8,2,16 seed 1", "second logits 2,8,2,16 seed 1", "second full 1,8,2,16 seed 1",
            ],
            experiment.Plan().Select(job => job.Title));
    }

    [Theory]
    [InlineData("full", DistillationVariant.Full, 5, 0.1)]
    [InlineData("full-no-attention", DistillationVariant.Full, 5, 0)]
    [InlineData("logits", DistillationVariant.Logits, 5, 0.1)]
    [InlineData("none", DistillationVariant.LabelsOnly, 5, 0.1)]
    [InlineData("tinybert", DistillationVariant.TinyBert, 0, 0.1)]      // the classic stages know no entity weight
    public void AVariantIsADifferenceInOptions(string variant, DistillationVariant expected, double entityWeight, double attentionWeight)
    {
        using var experiment = new SmallExperiment(Row("teacher", 1), Row(variant, 1));
        var dataSet = experiment.Options.DataSets[0];
        experiment.Options = experiment.Options with { DataSets = [dataSet with { Student = dataSet.Student with { EntityWeight = 5 } }] };

        var options = experiment.Plan()[1].Distillation!;

        Assert.Equal((expected, (double?)entityWeight, attentionWeight), (options.Variant, options.EntityWeight, options.AttentionWeight));
        Assert.Equal(((long?)1000, "2,8,2,16"), (options.Pieces, options.Size));
    }

    [Fact]
    public void ARowsOwnOptionsComeOnTop()
    {
        using var experiment = new SmallExperiment(Row("teacher", 1), Row("full", 1) with { Name = "long", Options = new() { ["pieces"] = 3000 } });

        var job = experiment.Plan()[1];

        Assert.Equal(((long?)3000, "first long 2,8,2,16 seed 1", "pieces 3000"), (job.Distillation!.Pieces, job.Title, job.Row.Overrides()));
    }

    [Fact]
    public void AStudentLearnsFromTheTeacherWithItsSeed()
    {
        using var experiment = new SmallExperiment(Row("teacher", 1, 2), Row("full", 2));

        var student = experiment.Plan().Single(job => !job.Row.IsTeacher);

        Assert.Equal((2, student.Teacher!.Folder), (student.Teacher.Seed, student.Distillation!.Teacher));
    }

    [Fact]
    public void TeachersTeachTogetherWithTheStudentsOwnFirst()
    {
        using var experiment = new SmallExperiment(
            Row("teacher", 1, 2, 3), Row("full", 2), Row("full", 2) with { Name = "three", TeacherSeeds = [1, 2, 3] });
        var jobs = experiment.Plan();
        var (one, three) = (jobs.Single(job => job.Row.ShownName == "full"), jobs.Single(job => job.Row.ShownName == "three"));

        Assert.Null(one.Distillation!.MoreTeachers);
        Assert.Equal((2, "teachers 1 2 3"), (three.Teacher!.Seed, three.Row.Overrides()));
        Assert.Equal([1, 3], three.MoreTeachers.Select(teacher => teacher.Seed));
        Assert.Equal(three.MoreTeachers.Select(teacher => teacher.Folder), three.Distillation!.MoreTeachers);
        Assert.NotEqual(one.OptionsHash, three.OptionsHash);
    }

    [Fact]
    public void ATeacherThatIsNotTrainedIsMissed()
    {
        using var experiment = new SmallExperiment(Row("teacher", 1), Row("full", 1) with { TeacherSeeds = [4] });
        var e = Assert.Throws<InvalidInputException>(experiment.Plan);
        Assert.Contains("has seed 4, but there is no teacher with this seed", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheHashIsTheSameWhereverTheFilesAre()
    {
        using var here = new SmallExperiment(Row("teacher", 1), Row("full", 1));
        using var there = new SmallExperiment(Row("teacher", 1), Row("full", 1));
        var dataSet = there.Options.DataSets[0];
        there.Options = there.Options with { DataSets = [dataSet with { Student = dataSet.Student with { Checkpoints = new() { Steps = 3 } } }] };

        Assert.NotEqual(here.Path, there.Path);
        Assert.Equal(here.Plan().Select(job => job.OptionsHash), there.Plan().Select(job => job.OptionsHash));
    }

    [Theory]
    [InlineData("student option", false, true)]
    [InlineData("teacher option", true, true)]       // another teacher makes another student
    [InlineData("training file", true, true)]
    [InlineData("raw text", false, true)]
    [InlineData("test file", false, false)]          // it decides nothing
    public void TheHashChangesWithWhatDecidesTheResult(string change, bool teacher, bool student)
    {
        using var experiment = new SmallExperiment(Row("teacher", 1), Row("full", 1));
        var before = experiment.Plan();
        var dataSet = experiment.Options.DataSets[0];
        var changed = change switch
        {
            "student option" => dataSet with { Student = dataSet.Student with { Pieces = 2000 } },
            "teacher option" => dataSet with { Teacher = dataSet.Teacher with { Epochs = 9 } },
            _ => dataSet,
        };
        if (change == "training file") File.AppendAllText(dataSet.Train, "Rome S-LOC\n\n");
        if (change == "raw text") File.AppendAllText(dataSet.Raw[0], "Ice sings.\n");
        if (change == "test file") File.AppendAllText(dataSet.Test, "Rome S-LOC\n\n");
        experiment.Options = experiment.Options with { DataSets = [changed] };

        var after = experiment.Plan();

        Assert.Equal((teacher, student), (before[0].OptionsHash != after[0].OptionsHash, before[1].OptionsHash != after[1].OptionsHash));
    }

    [Fact]
    public void AWrongOptionOfARowNamesTheRow()
    {
        using var experiment = new SmallExperiment(Row("teacher", 1), Row("full", 1) with { Options = new() { ["peices"] = 3000 } });

        var e = Assert.Throws<InvalidInputException>(experiment.Plan);

        Assert.Contains("full 2,8,2,16", e.Message, StringComparison.Ordinal);
        Assert.Contains("did you mean pieces?", e.Message, StringComparison.Ordinal);
    }
}
