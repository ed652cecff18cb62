using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Training.Distillation;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Resuming;
using TinyBertPipeline.Training.Tests.FineTuning;
using TinyBertPipeline.Training.Tests.Loop;

namespace TinyBertPipeline.Training.Tests.Distillation;

public sealed class DistillationRunTests(CityTeacher teacher) : IClassFixture<CityTeacher>
{
    [Fact]
    public void TheRecipeWritesABundleThatGivesTheRecordedScore()
    {
        var options = teacher.Options();
        var progress = new RecordingProgress();
        var result = DistillationRun.Run(options, progress.Context with { CommandLine = "the command" });
        Assert.True(F1(result) > 0.8 * teacher.Score.Value, $"student {F1(result)}, teacher {teacher.Score.Value}");
        Assert.Equal(["start", "joint", "joint"], result.Scores.Select(score => score.Stage));
        BundleScore.AssertEqual(teacher.Score, result.TeacherScore!);
        Assert.Contains(progress.Notes, note => note.Contains("layers 1←1 2←3", StringComparison.Ordinal));

        BundleScore.AssertEqual(result.Final.Score, BundleScore.Measure(options.Out, teacher.Dev));
        var bundle = Bundle.Open(options.Out);
        Assert.Equal((TagScheme.Bioes, DecodeMode.Viterbi, 128), (bundle.Settings.Scheme, bundle.Settings.Decoder, bundle.Settings.Window));
        var record = bundle.ReadRun()!;
        Assert.Equal("the command", record.CommandLine);
        Assert.Equal(["devF1", "devPrecision", "devRecall", "devF1Argmax", "teacherDevF1"], record.Scores.Keys);
        Assert.Equal(F1(result), record.Scores["devF1"]);
        Assert.Equal(teacher.Score.Value, record.Scores["teacherDevF1"]);
        Assert.Equal("1←1 2←3", (string)record.Details!["layerMap"]!);
        Assert.InRange((long)record.Details["pieces"]!, 4000, 4200);
        Assert.Equal(["backward", "data", "forward", "optimizer", "teacher"], result.TimeShares.Keys);
        Assert.Equal(1, result.TimeShares.Values.Sum(), 9);
        foreach (var input in new[] { teacher.Dev, teacher.Raw, teacher.Folder, teacher.Train, Path.Combine(teacher.Folder, "vocab.txt") })
            Assert.Contains(input, record.Inputs.Keys);
        var metrics = File.ReadAllLines(Path.Combine(options.Out, "metrics.csv"));
        Assert.Equal("step,pieces,seconds,hidden,attention,prediction,labels,devF1,devPrecision,devRecall,devF1Argmax", metrics[0]);
        Assert.Equal(4, metrics.Length);
        Assert.False(Directory.Exists(Path.Combine(options.Out, "checkpoints")));
    }

    // A student that saw longer sequences than its teacher would learn from positions that the teacher never trained.
    [Theory]
    [InlineData(20, null, 20)]
    [InlineData(20, 40, 40)]
    [InlineData(200, null, 128)]
    public void TheWindowIsTheTeachersWhereItIsShort(int ofTeacher, int? asked, int expected)
    {
        var options = teacher.Options() with { Teacher = teacher.WithWindow(ofTeacher), Window = asked, Pieces = 200 };
        DistillationRun.Run(options, new TrainingContext());
        var bundle = Bundle.Open(options.Out);
        Assert.Equal(expected, bundle.Settings.Window);
        Assert.Equal(expected, (int?)bundle.ReadRun()!.Options!["window"]);
    }

    [Fact]
    public void AWindowThatTheTeacherHasNoPositionsForIsRefused()
    {
        var fault = Assert.Throws<InvalidInputException>(() => DistillationRun.Run(teacher.Options() with { Window = 600 }, new TrainingContext()));
        Assert.Equal(InputKind.Configuration, fault.Kind);
        Assert.Contains("window: 600; the model has 512 positions", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AStudentOfTheTeachersOwnSizeStartsWithItsScore()
    {
        var result = DistillationRun.Run(teacher.Options() with { Size = "3,24,4,48", Pieces = 100 }, new TrainingContext());
        BundleScore.AssertEqual(teacher.Score, result.Scores[0].Score);
    }

    [Theory]
    [InlineData(DistillationVariant.Full, "joint", "attention hidden loss prediction")]
    [InlineData(DistillationVariant.Logits, "logits", "loss prediction")]
    [InlineData(DistillationVariant.LabelsOnly, "labels", "labels loss")]
    [InlineData(DistillationVariant.TinyBert, "general intermediate prediction", "attention hidden loss prediction")]
    public void EveryVariantHasItsStagesAndLosses(DistillationVariant variant, string stages, string losses)
    {
        var scores = DistillationRun.Run(teacher.Options() with { Variant = variant, Pieces = 1500 }, new TrainingContext()).Scores;
        Assert.Equal(stages, string.Join(' ', scores.Select(score => score.Stage).Skip(1).Distinct()));
        Assert.Equal(losses, string.Join(' ', scores.SelectMany(score => score.Losses.Keys).Distinct().Order()));
    }

    [Fact]
    public void AStudentOnLabelsAloneStartsAsTheOthersDo()
    {
        double Start(DistillationVariant variant) =>
            DistillationRun.Run(teacher.Options() with { Variant = variant, Pieces = 200 }, new TrainingContext())
                .Scores[0].Score.Details["f1Argmax"];
        Assert.Equal(Start(DistillationVariant.Full), Start(DistillationVariant.LabelsOnly));
    }

    [Fact]
    public void WithoutRawTextTrainingSentencesAreUsedAndItIsSaid()
    {
        var progress = new RecordingProgress();
        var result = DistillationRun.Run(teacher.Options() with { Raw = [], Pieces = 1000 }, progress.Context);
        Assert.InRange(result.Final.Pieces, 1000, 1200);
        Assert.Contains(progress.Notes, note => note.StartsWith("no raw text: training sentences only", StringComparison.Ordinal));
    }

    [Fact]
    public void AWorseStudentThanItsBaselineIsWarnedAbout()
    {
        var progress = new RecordingProgress();
        DistillationRun.Run(teacher.Options() with { Pieces = 200, Baseline = 1.01 }, progress.Context);
        Assert.Contains(progress.Warnings, warning =>
            warning.StartsWith("dev F1", StringComparison.Ordinal) && warning.Contains("101.00", StringComparison.Ordinal));
    }

    [Fact]
    public void FewerHeadsAreSaidToBeComparedOneByOne()
    {
        var progress = new RecordingProgress();
        DistillationRun.Run(teacher.Options() with { Size = "2,16,2,32", Pieces = 200 }, progress.Context);
        Assert.Contains(progress.Notes, note => note.StartsWith("teacher and student have 4 and 2 heads", StringComparison.Ordinal));
    }

    [Fact]
    public void TuningTriesTheWeightsRecordsThemAndTakesTheBest()
    {
        var tuning = new TuningOptions { Pieces = 300, EntityWeights = [0, 10], LayerMaps = [[1, 3], [2, 3]] };
        var options = teacher.Options() with { Tune = true, Pieces = 300, Tuning = tuning };
        var result = DistillationRun.Run(options, new TrainingContext());
        Assert.Equal(["1←1 2←3", "1←1 2←3", "1←2 2←3", "1←2 2←3"], result.Tuning.Select(score => score.LayerMap));
        Assert.Equal([0, 10, 0, 10], result.Tuning.Select(score => score.EntityWeight));
        var record = RunRecord.TryRead(options.Out)!;
        Assert.Equal(result.Tuning.MaxBy(score => score.Score.Value)!.EntityWeight, (double)record.Options!["entityWeight"]!);
        Assert.Equal(4, record.Details!["tuning"]!.AsArray().Count);
    }

    [Fact]
    public void ALayerMapToTryThatDoesNotFitIsRefusedBeforeAnythingIsTrained()
    {
        var progress = new RecordingProgress();
        var options = teacher.Options() with { Tune = true, Tuning = new TuningOptions { LayerMaps = [[1, 3], [1, 9]] } };
        var fault = Assert.Throws<InvalidInputException>(() => DistillationRun.Run(options, progress.Context));
        Assert.Contains("layer map 1, 9", fault.Message, StringComparison.Ordinal);
        Assert.Empty(progress.Steps);
    }

    [Fact]
    public void AGivenStudentIsGoneOnWith()
    {
        var first = teacher.Options();
        var score = DistillationRun.Run(first, new TrainingContext()).Final.Score;
        var second = teacher.Options() with { GivenStudent = first.Out, Pieces = 200 };
        BundleScore.AssertEqual(score, DistillationRun.Run(second, new TrainingContext()).Scores[0].Score);
    }

    [Fact]
    public void WithLabelLossesATypeThatTheTeacherDoesNotKnowIsRefused()
    {
        var options = teacher.Options() with { Variant = DistillationVariant.LabelsOnly, Train = teacher.Write("river", "rhine S-RIVER\n") };
        var fault = Assert.Throws<InvalidInputException>(() => DistillationRun.Run(options, new TrainingContext()));
        Assert.Contains("RIVER", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutThemItIsTextAndWarnedAbout()
    {
        var progress = new RecordingProgress();
        var rivers = teacher.Write("rivers", File.ReadAllText(teacher.Train) + "we O\nleft O\nrome S-RIVER\n");
        DistillationRun.Run(teacher.Options() with { Train = rivers, Dev = rivers, Pieces = 300 }, progress.Context);
        Assert.Equal(2, progress.Warnings.Count(warning => warning.Contains("count as missed: RIVER", StringComparison.Ordinal)));
    }

    [Fact]
    public void AnOverlyHighRateDivergesWithoutABundle()
    {
        var options = teacher.Options() with { LearningRate = 1e30 };
        var fault = Assert.Throws<TrainingDivergedException>(() => DistillationRun.Run(options, new TrainingContext()));
        Assert.Contains("loss term", fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(options.Out, "run.json")));
    }

    [Fact]
    public void TheIdentityKnowsContentsNotPlaces()
    {
        var options = teacher.Options();
        string Hash(DistillationOptions changed) => RunIdentity.Hash(DistillationRun.Identity(changed));
        Assert.Equal(Hash(options),
            Hash(options with { Out = "elsewhere", Baseline = 0.5, Raw = [teacher.Write("copy.txt", File.ReadAllText(teacher.Raw))] }));
        Assert.NotEqual(Hash(options), Hash(options with { EntityWeight = 3 }));
        Assert.NotEqual(Hash(options), Hash(options with { Raw = [] }));
        Assert.NotEqual(Hash(options), Hash(options with { Teacher = teacher.InScheme(TagScheme.Bio) }));
    }

    private static double F1(DistillationResult result) => result.Final.Score.Value;
}
