using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Resuming;

namespace TinyBertPipeline.Training.Tests.FineTuning;

public sealed class FineTuningOptionsTests
{
    private static readonly FineTuningOptions _valid = new() { Model = "model", Train = "train", Dev = "dev", Out = "out" };

    public static TheoryData<FineTuningOptions, string> Faults => new()
    {
        { _valid with { Train = "" }, "train:" },
        { _valid with { Out = "" }, "out:" },
        { _valid with { Model = null }, "model:" },
        { _valid with { Model = null, Tokenizer = "t", Size = "enormous" }, "size: model size 'enormous' is unknown" },
        { _valid with { Out = "./model" }, "out: would overwrite" },
        { _valid with { Out = "model/" }, "out: would overwrite" },
        { _valid with { Epochs = 0 }, "epochs:" },
        { _valid with { LearningRate = 0 }, "learningRate:" },
        { _valid with { LearningRate = double.NaN }, "learningRate:" },
        { _valid with { LearningRate = double.PositiveInfinity }, "learningRate:" },
        { _valid with { Budget = "10" }, "budget: '10', expected a number with s, m or h" },
        { _valid with { Budget = "10m", Epochs = 2 }, "budget, epochs and steps exclude" },
        { _valid with { Steps = 3, Epochs = 2 }, "budget, epochs and steps exclude" },
        { _valid with { Steps = 0 }, "steps: 0" },
        { _valid with { Seeds = 0 }, "seeds:" },
        { _valid with { ScoreSteps = 0 }, "scoreSteps:" },
        { _valid with { Warmup = 1 }, "warmup:" },
        { _valid with { BatchPieces = 0 }, "batchPieces:" },
        { _valid with { Window = 2 }, "window:" },
        { _valid with { Dropout = 1 }, "dropout:" },
        { _valid with { WeightDecay = -1 }, "weightDecay:" },
        { _valid with { Checkpoints = new CheckpointOptions { Minutes = -1 } }, "checkpoints.minutes:" },
        { _valid with { Checkpoints = new CheckpointOptions { Steps = -1 } }, "checkpoints.steps:" },
        { _valid with { Checkpoints = new CheckpointOptions { Keep = -5 } }, "checkpoints.keep:" },
        { _valid with { Data = new DataOptions { TextColumns = ["a", "b", "c"] } }, "data.textColumns:" },
    };

    public static TheoryData<string> Nulls => ["train", "dev", "out", "data", "checkpoints"];

    public static TheoryData<string, string> FormerNames => new()
    {
        { "maxLength=64", "unknown key maxLength; it is called window now" },
        { "batchTokens=64", "unknown key batchTokens; it is called batchPieces now" },
        { "decode=argmax", "unknown key decode; it is called decoder now" },
        { "scheme=bio", "unknown key scheme; did you mean data.scheme?" },
        { "epoch=3", "unknown key epoch; did you mean epochs?" },
    };

    [Fact]
    public void TheDefaultsAreValidOnceFilesAreGiven() => Assert.Empty(_valid.Faults());

    [Fact]
    public void ADevelopmentFileMayBeLeftOut() => Assert.Empty((_valid with { Dev = "" }).Faults());

    [Fact]
    public void RandomWeightsNeedATokenizerOnly() => Assert.Empty((_valid with { Model = null, Tokenizer = "tokenizer" }).Faults());

    [Theory]
    [MemberData(nameof(Faults))]
    public void EachFaultIsNamed(FineTuningOptions options, string words) =>
        Assert.StartsWith(words, Assert.Single(options.Faults()), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Nulls))]
    public void NullInAConfigIsAFaultOfItsKey(string key)
    {
        var values = OptionsFile.ToJson(_valid).AsObject();
        values[key] = null;
        Assert.StartsWith(key, Assert.Throws<InvalidInputException>(() => OptionsFile.Bind<FineTuningOptions>(values)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AllFaultsAreListedAtOnceBeforeAnythingIsRead()
    {
        var options = _valid with { Epochs = 0, Window = 0, Dropout = 2 };
        var e = Assert.Throws<InvalidInputException>(() => FineTuningRun.Run(options, new TrainingContext()));
        Assert.Equal(InputKind.Configuration, e.Kind);
        Assert.Equal(3, e.Message.Split('\n').Length);
    }

    [Theory]
    [MemberData(nameof(FormerNames))]
    public void AnOldNameIsToldTheNewOne(string setting, string words)
    {
        var e = Assert.Throws<InvalidInputException>(() => OptionsFile.Read<FineTuningOptions>(null, [setting]));
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OptionsBindFromJson()
    {
        var options = OptionsFile.Read<FineTuningOptions>(
            null, ["epochs=7", "precision=bFloat16", "decoder=argmax", "checkpoints.minutes=2.5", "data.scheme=bio"]);
        Assert.Equal(((int?)7, TrainingPrecision.BFloat16, 2.5), (options.Epochs, options.Precision, options.Checkpoints.Minutes));
        Assert.Equal((DecodeMode.Argmax, TagScheme.Bio), (options.Decoder, options.Data.Scheme));
    }

    [Fact]
    public void OptionsAreWrittenAsTheyAreRead()
    {
        JsonNode json = OptionsFile.ToJson(_valid with { Decoder = DecodeMode.Argmax });
        Assert.Equal(json.ToJsonString(), OptionsFile.ToJson(OptionsFile.Bind<FineTuningOptions>(json.AsObject())).ToJsonString());
    }
}
