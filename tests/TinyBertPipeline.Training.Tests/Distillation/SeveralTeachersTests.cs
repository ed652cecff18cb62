using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Training.Distillation;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Tests.FineTuning;
using TinyBertPipeline.Training.Tests.Loop;

namespace TinyBertPipeline.Training.Tests.Distillation;

/// <summary>Distillations from several teachers, and the options of the recipe that no variant has on.</summary>
public sealed class SeveralTeachersTests(CityTeacher teacher) : IClassFixture<CityTeacher>
{
    [Fact]
    public void ATeacherThriceIsAsGoodAsOnce()
    {
        var one = DistillationRun.Run(teacher.Options(), new TrainingContext());
        var thrice = DistillationRun.Run(teacher.Options() with { MoreTeachers = [teacher.Folder, teacher.Folder] }, new TrainingContext());
        foreach (var (left, right) in one.Scores.Zip(thrice.Scores).Skip(1))
            Assert.Equal(left.Losses["prediction"], right.Losses["prediction"], 1e-3);
        Assert.Equal(3, thrice.TeacherScores.Count);
        Assert.All(thrice.TeacherScores, score => BundleScore.AssertEqual(teacher.Score, score));
        BundleScore.AssertEqual(teacher.Score, thrice.EnsembleScore!);
    }

    [Fact]
    public void WhatIsKeptOfTheMeanAndOfAllTogetherIsSaid()
    {
        var progress = new RecordingProgress();
        var options = teacher.Options() with { MoreTeachers = [Second()] };
        var result = DistillationRun.Run(options, progress.Context);
        Assert.Contains(progress.Notes, note => note.Contains("% of its teachers' mean dev F1", StringComparison.Ordinal)
            && note.Contains("% of that of all together", StringComparison.Ordinal));
        var record = Bundle.Open(options.Out).ReadRun()!;
        Assert.Equal(2, record.Details!["teachers"]!.AsArray().Count);
        Assert.Equal(result.EnsembleScore!.Value, (double)record.Details["ensemble"]!);
        Assert.Contains(options.MoreTeachers[0], record.Inputs.Keys);
    }

    // Teachers that are asked again in each pass say the same as those whose words were kept; a run that goes on finds them.
    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public void AnInterruptedRunLearnsFromSeveralAsAnUndisturbedOne(int cache)
    {
        var options = teacher.Options() with { MoreTeachers = [Second()], TeacherCache = cache, Raw = [], Pieces = 6000 };
        DistillationRun.Run(options, new TrainingContext());
        var interrupted = options with { Out = teacher.Options().Out };
        using var cancellation = new CancellationTokenSource();
        var stopping = new RecordingProgress(status => { if (status.Step == 20) cancellation.Cancel(); });
        Assert.Throws<OperationCanceledException>(() => DistillationRun.Run(interrupted, stopping.Context, cancellation.Token));
        Assert.Equal(cache > 0, File.Exists(Path.Combine(interrupted.Out, "checkpoints", "teachers.cache")));
        DistillationRun.Run(interrupted, new TrainingContext());
        Assert.Equal(Weights(options.Out), Weights(interrupted.Out));
    }

    [Fact]
    public void ATeacherOfOtherLabelsIsRefused()
    {
        var other = teacher.InScheme(Core.Labeling.TagScheme.Bio);
        var fault = Assert.Throws<InvalidInputException>(
            () => DistillationRun.Run(teacher.Options() with { MoreTeachers = [other] }, new TrainingContext()));
        Assert.Equal(other, fault.File);
        Assert.Contains("share their labels", fault.Message, StringComparison.Ordinal);
    }

    // A student of the teacher's own size starts as its teacher: what it kept differs by rounding alone.
    [Fact]
    public void AllThatAStudentOfTheTeachersSizeKeptIsTheTeachers()
    {
        var options = teacher.Options() with { Size = "3,24,4,48", Pieces = 100, ActivationWeight = 1, MiddleWeight = 1, LearningRate = 1e-9 };
        var last = DistillationRun.Run(options, new TrainingContext()).Scores[^1];
        Assert.InRange(last.Losses["activation"], 0, 1e-6);
        Assert.InRange(last.Losses["middle"], 0, 1e-6);
    }

    [Fact]
    public void KeptNeuronsAndCoordinatesAreLearnt()
    {
        var options = teacher.Options() with { ActivationWeight = 1, MiddleWeight = 1 };
        var scores = DistillationRun.Run(options, new TrainingContext()).Scores;
        Assert.True(scores[2].Losses["activation"] < scores[1].Losses["activation"]);
        Assert.True(scores[2].Losses["middle"] < scores[1].Losses["middle"]);
        Assert.StartsWith("step,pieces,seconds,hidden,attention,prediction,labels,activation,middle,devF1",
            File.ReadAllText(Path.Combine(options.Out, "metrics.csv")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.3)]              // the weights go on moving to the end
    public void OfTheLastWeightsAndTheirAverageTheBetterIsWritten(double? rest)
    {
        var options = teacher.Options() with { AverageWeights = true, RestRate = rest };
        var result = DistillationRun.Run(options, new TrainingContext());
        Assert.Equal(["start", "joint", "joint", "average"], result.Scores.Select(score => score.Stage));
        Assert.Equal(result.Scores.TakeLast(2).Max(score => score.Score.Value), result.Final.Score.Value);
        BundleScore.AssertEqual(result.Final.Score, BundleScore.Measure(options.Out, teacher.Dev));
    }

    [Fact]
    public void WithoutADevelopmentFileTheStudentIsScoredOnWhatItsTeacherWas()
    {
        var folder = teacher.File("teacher-without-dev");
        var tuned = new FineTuningOptions
        {
            Size = "3,24,4,48",
            Tokenizer = teacher.Tokenizer,
            Train = teacher.Train,
            Out = folder,
            Epochs = 8,
            LearningRate = 0.005,
            BatchPieces = 64,
            Precision = TrainingPrecision.Float32,
        };
        var score = FineTuningRun.Run(tuned, new TrainingContext()).Best.Score;
        var progress = new RecordingProgress();
        var result = DistillationRun.Run(teacher.Options() with { Teacher = folder, Dev = "", Pieces = 500 }, progress.Context);
        BundleScore.AssertEqual(score, result.TeacherScore!);
        Assert.Contains(progress.Notes, note => note.Contains("6 of 60 sentences", StringComparison.Ordinal));
    }

    private string Second()
    {
        var folder = teacher.File("second");
        if (File.Exists(Path.Combine(folder, BundleFiles.Run))) return folder;
        FineTuningRun.Run(new FineTuningOptions
        {
            Size = "2,24,4,48",
            Tokenizer = teacher.Tokenizer,
            Train = teacher.Train,
            Dev = teacher.Dev,
            Out = folder,
            Epochs = 8,
            LearningRate = 0.005,
            BatchPieces = 64,
            Seed = 7,
            Precision = TrainingPrecision.Float32,
        }, new TrainingContext());
        return folder;
    }

    private static byte[] Weights(string folder) => File.ReadAllBytes(Path.Combine(folder, "model.safetensors"));
}
