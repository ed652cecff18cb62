using System.Text.Json;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Distillation;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Resuming;
using TinyBertPipeline.Training.Tests.FineTuning;
using TinyBertPipeline.Training.Tests.Loop;

namespace TinyBertPipeline.Training.Tests.Distillation;

/// <summary>A teacher that classifies texts.</summary>
public sealed class MoodTeacher : IDisposable
{
    private readonly MoodData _data = new();
    private int _runs;

    public MoodTeacher()
    {
        var options = _data.Options("teacher");
        Score = FineTuningRun.Run(options, new TrainingContext()).Best.Score;
        Folder = options.Out;
    }

    public string Folder { get; }

    public TaskScore Score { get; }

    public string Dev => _data.Dev;

    public string Tokenizer => _data.Tokenizer;

    public DistillationOptions Options() => new()
    {
        Teacher = Folder,
        Train = _data.Train,
        Dev = _data.Dev,
        Raw = [_data.Raw],
        Out = _data.File(FormattableString.Invariant($"student-{_runs++}")),
        Size = "2,16,4,32",
        Pieces = 4000,
        InitializationPieces = 1000,
        BatchPieces = 128,
        Evaluations = 2,
        LearningRate = 0.003,
        Precision = TrainingPrecision.Float32,
        Checkpoints = new CheckpointOptions { Minutes = 0 },
    };

    public string Write(string name, string text) => _data.Write(name, text);

    public void Dispose() => _data.Dispose();
}

public sealed class ClassifierTests(MoodTeacher teacher) : IClassFixture<MoodTeacher>
{
    [Theory]
    [InlineData(DistillationVariant.Full)]
    [InlineData(DistillationVariant.Logits)]
    [InlineData(DistillationVariant.LabelsOnly)]
    [InlineData(DistillationVariant.TinyBert)]
    public void EveryVariantTrainsAStudentWhoseBundleGivesTheLogsScore(DistillationVariant variant)
    {
        var options = teacher.Options() with { Variant = variant };
        var result = DistillationRun.Run(options, new TrainingContext());
        BundleScore.AssertEqual(result.Final.Score, BundleScore.Measure(options.Out, teacher.Dev));
        BundleScore.AssertEqual(teacher.Score, result.TeacherScore!);
        var bundle = Bundle.Open(options.Out);
        Assert.Equal(MoodData.Labels, bundle.Config.Labels);
        Assert.Equal(["devAccuracy", "devMacroF1", "devMcc", "teacherDevAccuracy"], bundle.ReadRun()!.Scores.Keys);
    }

    [Fact]
    public void NothingIsSwappedWhereTextsHaveNoEntities()
    {
        var fault = Assert.Throws<InvalidInputException>(
            () => DistillationRun.Run(teacher.Options() with { SwappedCopies = 1 }, new TrainingContext()));
        Assert.Contains("swappedCopies: ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WordsAreReplacedInTextsToo()
    {
        var options = teacher.Options() with { ReplacedCopies = 1 };
        BundleScore.AssertEqual(DistillationRun.Run(options, new TrainingContext()).Final.Score, BundleScore.Measure(options.Out, teacher.Dev));
    }

    [Fact]
    public void AStudentMayStartFromAWiderOne()
    {
        var options = teacher.Options() with { Size = "2,16,4,32", FirstSize = "2,20,4,40" };
        var result = DistillationRun.Run(options, new TrainingContext());
        BundleScore.AssertEqual(result.Final.Score, BundleScore.Measure(options.Out, teacher.Dev));
    }

    [Fact]
    public void TheRecipeKeepsWhatTheTeacherKnows()
    {
        var result = DistillationRun.Run(teacher.Options(), new TrainingContext());
        Assert.True(result.Final.Score.Value > 0.8 * teacher.Score.Value,
            $"student {result.Final.Score.Value}, teacher {teacher.Score.Value}");
    }

    [Fact]
    public void AStudentOfTheTeachersOwnSizeStartsWithItsScore()
    {
        var result = DistillationRun.Run(teacher.Options() with { Size = "2,24,4,48", Pieces = 100 }, new TrainingContext());
        BundleScore.AssertEqual(teacher.Score, result.Scores[0].Score);
    }

    [Fact]
    public void SoftLabelsTeachAStudentThatStartsAtRandom()
    {
        var lines = File.ReadLines(teacher.Options().Train).Skip(1).Select(line => line.Split(',')).Select(cells =>
        {
            var probabilities = MoodData.Labels.Select(label => label == cells[1] ? 0.9 : 0.05);
            return JsonSerializer.Serialize(new { text = cells[0], labels = MoodData.Labels, probabilities }) + "\n";
        });
        var options = teacher.Options() with
        {
            Teacher = null,
            Task = "sequence-classification",
            Tokenizer = teacher.Tokenizer,
            SoftLabels = teacher.Write("soft.jsonl", string.Concat(lines)),
            Train = "",
            Size = "1,24,4,48",                 // two layers may get stuck between two of the three labels
            Pieces = 20_000,
            LearningRate = 0.01,
        };
        var result = DistillationRun.Run(options, new TrainingContext());
        Assert.True(result.Final.Score.Value > 0.8, $"dev accuracy {result.Final.Score.Value}");
        Assert.Equal(MoodData.Labels, Bundle.Open(options.Out).Config.Labels);
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(0, true)]
    public void WeightsOfEntitiesAreRefusedWhereNothingIsLookedFor(double entityWeight, bool prefersEntities)
    {
        var options = teacher.Options() with { EntityWeight = entityWeight, PreferEntities = prefersEntities };
        var fault = Assert.Throws<InvalidInputException>(() => DistillationRun.Run(options, new TrainingContext()));
        Assert.Equal(InputKind.Configuration, fault.Kind);
        Assert.Contains("sequence-classification", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TuningTriesNoWeightOfEntities()
    {
        var tuning = new TuningOptions { Pieces = 300, AttentionWeights = [0, 0.1] };
        var options = teacher.Options() with { Tune = true, Tuning = tuning, Pieces = 300 };
        Assert.Equal([(0, 0), (0, 0.1)],
            DistillationRun.Run(options, new TrainingContext()).Tuning.Select(score => (score.EntityWeight, score.AttentionWeight)));
    }

    [Fact]
    public void ADecoderIsRefused()
    {
        var options = teacher.Options() with { Decoder = Core.Labeling.DecodeMode.Argmax };
        var fault = Assert.Throws<InvalidInputException>(() => DistillationRun.Run(options, new RecordingProgress().Context));
        Assert.Contains("decoder", fault.Message, StringComparison.Ordinal);
    }
}
