using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Evaluation;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Training.Distillation;
using TinyBertPipeline.Training.Modeling;

namespace TinyBertPipeline.Training.Tests.Distillation;

public sealed class DistillationRunTests(CityTeacher teacher) : IClassFixture<CityTeacher>
{
    [Fact]
    public void TheRecipeWritesABundleThatGivesTheRecordedScore()
    {
        var options = teacher.Options();
        var progress = new RecordingProgress();
        var result = DistillationRun.Run(options, progress, default);
        Assert.True(result.Final.DevF1 > 0.8 * teacher.DevF1, $"student {result.Final.DevF1}, teacher {teacher.DevF1}");
        Assert.Equal(["start", "joint", "joint"], result.Scores.Select(score => score.Stage));
        Assert.Equal(teacher.DevF1, result.TeacherDevF1!.Value, 12);
        Assert.Contains(progress.Notes, note => note.Contains("layers 1←1 2←3", StringComparison.Ordinal));

        var bundle = Bundle.Open(options.Out);
        using var engine = TorchEngine.Load(options.Out);
        using var tagger = new SentenceTagger(engine, bundle.Tokenizer, bundle.Labels, new TaggerOptions());
        Assert.Equal(result.Final.DevF1, TaggerEvaluation.Run(tagger, bundle.Labels, LabeledData.Read(teacher.Dev)).Report().Micro.F1, 12);
        var record = bundle.ReadRun()!;
        Assert.Equal(result.Final.DevF1, record.Scores["devF1"]);
        Assert.Equal(teacher.DevF1, record.Scores["teacherDevF1"], 12);
        Assert.Equal("1←1 2←3", (string)record.Details!["layerMap"]!);
        Assert.InRange((long)record.Details["pieces"]!, 4000, 4200);
        Assert.Equal(["backward", "data", "forward", "optimizer", "teacher"], result.TimeShares.Keys);
        Assert.Equal(1, result.TimeShares.Values.Sum(), 9);
        Assert.Equal([teacher.Dev, teacher.Raw, teacher.Folder, teacher.Train], record.Inputs.Keys);
        Assert.Equal(4, File.ReadAllLines(Path.Combine(options.Out, "metrics.csv")).Length);
        Assert.False(Directory.Exists(Path.Combine(options.Out, "checkpoints")));
    }

    [Fact]
    public void AStudentOfTheTeachersOwnSizeStartsWithItsScore()
    {
        var result = DistillationRun.Run(teacher.Options() with { Student = "3,24,4,48", Pieces = 100 }, new SilentProgress(), default);
        Assert.Equal(teacher.DevF1, result.Scores[0].DevF1, 12);
    }

    [Theory]
    [InlineData(DistillationVariant.Full, "joint", "hidden attention prediction")]
    [InlineData(DistillationVariant.Logits, "logits", "prediction")]
    [InlineData(DistillationVariant.None, "labels", "labels")]
    [InlineData(DistillationVariant.TinyBert, "general intermediate prediction", "hidden attention prediction")]
    public void EveryVariantHasItsStagesAndLosses(DistillationVariant variant, string stages, string losses)
    {
        var scores = DistillationRun.Run(teacher.Options() with { Variant = variant, Pieces = 1500 }, new SilentProgress(), default).Scores;
        Assert.Equal(stages, string.Join(' ', scores.Select(score => score.Stage).Skip(1).Distinct()));
        (string Name, Func<DistillationScore, double?> Loss)[] all =
            [("hidden", score => score.Hidden), ("attention", score => score.Attention), ("prediction", score => score.Prediction), ("labels", score => score.Labels)];
        Assert.Equal(losses, string.Join(' ', all.Where(entry => scores.Any(score => entry.Loss(score) is not null)).Select(entry => entry.Name)));
    }

    [Fact]
    public void VariantsOfOneStartBeginWithTheSameScore()
    {
        double Start(DistillationVariant variant) =>
            DistillationRun.Run(teacher.Options() with { Variant = variant, Pieces = 200 }, new SilentProgress(), default).Scores[0].DevF1Argmax;
        Assert.Equal(Start(DistillationVariant.Full), Start(DistillationVariant.None));
    }

    [Fact]
    public void WithoutRawTextTrainingSentencesAreUsedAndItIsSaid()
    {
        var progress = new RecordingProgress();
        var result = DistillationRun.Run(teacher.Options() with { Raw = [], Pieces = 1000 }, progress, default);
        Assert.InRange(result.Final.Pieces, 1000, 1200);
        Assert.Contains("no raw text: training sentences only", progress.Notes);
    }

    [Fact]
    public void AWorseStudentThanItsBaselineIsWarnedAbout()
    {
        var progress = new RecordingProgress();
        DistillationRun.Run(teacher.Options() with { Pieces = 200, Baseline = 1.01 }, progress, default);
        Assert.Contains(progress.Notes, note => note.StartsWith("warning: dev F1", StringComparison.Ordinal) && note.Contains("101.00", StringComparison.Ordinal));
    }

    [Fact]
    public void FewerHeadsAreSaidToBeComparedOneByOne()
    {
        var progress = new RecordingProgress();
        DistillationRun.Run(teacher.Options() with { Student = "2,16,2,32", Pieces = 200 }, progress, default);
        Assert.Contains(progress.Notes, note => note.StartsWith("teacher and student have 4 and 2 heads", StringComparison.Ordinal));
    }

    [Fact]
    public void TuningTriesTheWeightsRecordsThemAndTakesTheBest()
    {
        var options = teacher.Options() with { Tune = true, Pieces = 300, Tuning = new TuningOptions { Pieces = 300, EntityWeights = [0, 10], LayerMaps = [[1, 3], [2, 3]] } };
        var result = DistillationRun.Run(options, new SilentProgress(), default);
        Assert.Equal(["1←1 2←3", "1←1 2←3", "1←2 2←3", "1←2 2←3"], result.Tuning.Select(score => score.LayerMap));
        Assert.Equal([0, 10, 0, 10], result.Tuning.Select(score => score.EntityWeight));
        var record = RunRecord.TryRead(options.Out)!;
        Assert.Equal(result.Tuning.MaxBy(score => score.DevF1)!.EntityWeight, (double)record.Options!["entityWeight"]!);
        Assert.Equal(4, record.Details!["tuning"]!.AsArray().Count);
    }

    [Fact]
    public void AGivenStudentIsGoneOnWith()
    {
        var first = teacher.Options();
        var score = DistillationRun.Run(first, new SilentProgress(), default).Final.DevF1;
        var second = teacher.Options() with { GivenStudent = first.Out, Pieces = 200 };
        Assert.Equal(score, DistillationRun.Run(second, new SilentProgress(), default).Scores[0].DevF1, 12);
    }

    [Fact]
    public void ATypeThatTheTeacherDoesNotKnowIsRefused()
    {
        var options = teacher.Options() with { Train = teacher.Write("river", "rhine S-RIVER\n") };
        var fault = Assert.Throws<InvalidInputException>(() => DistillationRun.Run(options, new SilentProgress(), default));
        Assert.Contains("RIVER", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnOverlyHighRateDivergesWithoutABundle()
    {
        var options = teacher.Options() with { LearningRate = 1e30 };
        var fault = Assert.Throws<TrainingDivergedException>(() => DistillationRun.Run(options, new SilentProgress(), default));
        Assert.Contains("loss term", fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(options.Out, "run.json")));
    }
}
