using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Training.Distillation.General;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Pretraining;
using TinyBertPipeline.Training.Resuming;
using TinyBertPipeline.Training.Tests.FineTuning;
using TinyBertPipeline.Training.Tests.Loop;
using TinyBertPipeline.Training.Tests.Pretraining;

namespace TinyBertPipeline.Training.Tests.Distillation.General;

public sealed class GeneralDistillationRunTests : IDisposable
{
    private readonly TextData _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData(InitializationKind.Recipe)]
    [InlineData(InitializationKind.Random)]
    public void ASmallBertComesNearerToItsTeacherAndCanBeFineTuned(InitializationKind initialization)
    {
        var options = Options("student") with { Initialization = initialization };
        var result = GeneralDistillationRun.Run(options, new TrainingContext());
        Assert.True(result.Scores[^1].Score.Value > result.Scores[0].Score.Value);
        Assert.Equal(["hidden", "attention"], result.Scores[^1].Score.Details.Keys);
        var config = BertConfig.Load(options.Out);
        Assert.Equal(("BertModel", 1, 8), (config.Architecture, config.Layers, config.HiddenSize));
        Assert.Empty(BertWeights.Load(options.Out, config).Report.Unexpected);
        Assert.Equal(["devAgreement", "devHidden", "devAttention"], RunRecord.TryRead(options.Out)!.Scores.Keys);

        using var city = new CityData();
        var tuned = FineTuningRun.Run(city.Options("tagger", epochs: 1) with { Model = options.Out, Tokenizer = null }, new TrainingContext());
        Assert.Equal(8, BertConfig.Load(tuned.Folder).HiddenSize);
    }

    [Fact]
    public void AnInterruptedRunEndsWithTheWeightsOfAnUndisturbedOne()
    {
        var (undisturbed, interrupted) = (Options("undisturbed"), Options("interrupted"));
        GeneralDistillationRun.Run(undisturbed, new TrainingContext());
        using (var cancellation = new CancellationTokenSource())
        {
            var steps = 0;
            var progress = new RecordingProgress(_ => { if (++steps == 7) cancellation.Cancel(); });
            Assert.ThrowsAny<OperationCanceledException>(() => GeneralDistillationRun.Run(interrupted, progress.Context, cancellation.Token));
        }
        GeneralDistillationRun.Run(interrupted, new TrainingContext());
        Assert.Equal(Read(undisturbed), Read(interrupted));
    }

    private GeneralDistillationOptions Options(string name) => new()
    {
        Teacher = Teacher(),
        Raw = [_data.Raw],
        Out = _data.File(name),
        Size = "1,8,2,16",
        Pieces = 20 * 256,
        InitializationPieces = 1000,
        BatchPieces = 256,
        Window = 32,
        LearningRate = 0.01,
        Evaluations = 2,
        Precision = TrainingPrecision.Float32,
        Checkpoints = new CheckpointOptions { Minutes = 0 },
    };

    private string Teacher()
    {
        var options = _data.Options("teacher") with { Size = "2,16,2,32", NextSentence = false };
        if (!File.Exists(Path.Combine(options.Out, "run.json"))) PretrainingRun.Run(options, new TrainingContext());
        return options.Out;
    }

    private static byte[] Read(GeneralDistillationOptions options) => File.ReadAllBytes(Path.Combine(options.Out, "model.safetensors"));
}
