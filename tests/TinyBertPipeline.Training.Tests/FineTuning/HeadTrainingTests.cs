using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Distillation;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Tests.Loop;

namespace TinyBertPipeline.Training.Tests.FineTuning;

/// <summary>Taggers with a CRF, an LSTM or both are trained and distilled.</summary>
public sealed class HeadTrainingTests : IDisposable
{
    private readonly CityData _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("crf", null)]
    [InlineData("crf", PathConstraint.Neither)]
    [InlineData("lstm", null)]
    [InlineData("lstm-crf", PathConstraint.Decoding)]
    public void EveryHeadIsLearntAndItsBundleGivesTheRecordedScore(string head, PathConstraint? constraint)
    {
        var options = _data.Options("bundle", epochs: 4) with { Head = head, LstmUnits = 8, DenseUnits = 8, Constraint = constraint, HeadLearningRate = 0.02 };
        var result = FineTuningRun.Run(options, new TrainingContext());
        Assert.True(result.Best.Score.Value > 0.9, $"dev F1 is {result.Best.Score.Value}");
        Assert.Equal(head != "lstm", result.Best.Score.Details.ContainsKey("crfAccuracy"));
        var settings = Bundle.Open(options.Out).Settings;
        Assert.Equal((HeadNames.Find(head), constraint, 8), (settings.Head, settings.Constraint, settings.LstmUnits));
        BundleScore.AssertEqual(result.Best.Score, BundleScore.Measure(options.Out, _data.Dev));
    }

    [Fact]
    public void AFrozenEncoderStaysAsItWasAndTheLogTellsLossAndBothAccuracies()
    {
        var encoder = _data.Options("encoder", epochs: 1);
        FineTuningRun.Run(encoder, new TrainingContext());
        var progress = new RecordingProgress();
        var options = _data.Options("frozen", epochs: 2) with { Model = encoder.Out, Head = "lstm-crf", LstmUnits = 8, DenseUnits = 8, FrozenEncoder = true };
        FineTuningRun.Run(options, progress.Context);
        var (before, after) = (Bundle.Open(encoder.Out).LoadWeights(), Bundle.Open(options.Out).LoadWeights());
        Assert.All(before.Tensors.Values.Where(tensor => tensor.Name.StartsWith("bert.", StringComparison.Ordinal)),
            tensor => Assert.Equal(tensor.Values, after[tensor.Name].Values));
        Assert.True(Bundle.Open(options.Out).Settings.FrozenEncoder);
        var metrics = File.ReadAllLines(Path.Combine(options.Out, "metrics.csv"));
        Assert.Equal("epoch,step,loss,devF1,devPrecision,devRecall,devF1Argmax,devCrfAccuracy,devTokenAccuracy", metrics[0]);
        Assert.Contains(progress.Notes, note => note.StartsWith("epoch 2 of 2: loss ", StringComparison.Ordinal)
            && note.Contains("crfAccuracy", StringComparison.Ordinal) && note.Contains("tokenAccuracy", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, PredictionLoss.KullbackLeibler)]      // the teacher's head, its marginals
    [InlineData(null, PredictionLoss.Structural)]
    [InlineData("linear", PredictionLoss.KullbackLeibler)]
    [InlineData("lstm", PredictionLoss.KullbackLeibler)]
    public void AStudentLearnsFromTheMarginalsOfACrf(string? head, PredictionLoss loss)
    {
        var teacher = _data.Options("teacher", epochs: 4) with { Head = "crf" };
        FineTuningRun.Run(teacher, new TrainingContext());
        var result = DistillationRun.Run(Student(teacher.Out) with { Head = head, PredictionLoss = loss }, new TrainingContext());
        Assert.True(result.Final.Score.Value > 0.85, $"dev F1 is {result.Final.Score.Value}");
        Assert.Equal(HeadNames.Find(head ?? "crf"), Bundle.Open(result.Folder).Settings.Head);
    }

    [Fact]
    public void ACrfLearnsWholePathsFromALinearTeacher()
    {
        var teacher = _data.Options("teacher", epochs: 4);
        FineTuningRun.Run(teacher, new TrainingContext());
        var result = DistillationRun.Run(Student(teacher.Out) with { Head = "crf", PredictionLoss = PredictionLoss.Structural }, new TrainingContext());
        Assert.True(result.Final.Score.Value > 0.85, $"dev F1 is {result.Final.Score.Value}");
        var refusal = Assert.Throws<InvalidInputException>(
            () => DistillationRun.Run(Student(teacher.Out) with { PredictionLoss = PredictionLoss.Structural, Out = _data.File("other") }, new TrainingContext()));
        Assert.Contains("CRF", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AStudentOfAnLstmsSizeStartsWithItsTeachersHead()
    {
        var teacher = _data.Options("teacher", epochs: 3) with { Head = "lstm-crf", LstmUnits = 8, DenseUnits = 8, HeadLearningRate = 0.02 };
        FineTuningRun.Run(teacher, new TrainingContext());
        var result = DistillationRun.Run(Student(teacher.Out) with { Size = "1,16,2,32", InitializationPieces = 1000 }, new TrainingContext());
        // Of the teacher's own size the student is its teacher before any training.
        Assert.Equal(result.TeacherScore!.Value, result.Scores[0].Score.Value, 3);
    }

    [Theory]
    [InlineData("crff")]
    [InlineData("bilstm")]
    public void AnUnknownHeadIsRefusedWithTheNearestOne(string head)
    {
        var refusal = Assert.Throws<InvalidInputException>(() => FineTuningRun.Run(_data.Options("x") with { Head = head }, new TrainingContext()));
        Assert.Contains(head, refusal.Message, StringComparison.Ordinal);
    }

    private DistillationOptions Student(string teacher) => new()
    {
        Teacher = teacher,
        Train = _data.Train,
        Dev = _data.Dev,
        Size = "1,12,2,24",
        Pieces = 6_000,
        BatchPieces = 128,
        InitializationPieces = 1000,
        LearningRate = 5e-3,
        Precision = TrainingPrecision.Float32,
        Evaluations = 1,
        Out = _data.File("student"),
    };
}
