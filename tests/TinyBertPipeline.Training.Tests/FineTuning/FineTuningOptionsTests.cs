using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Training.FineTuning;

namespace TinyBertPipeline.Training.Tests.FineTuning;

public sealed class FineTuningOptionsTests
{
    private static readonly FineTuningOptions _valid = new() { Model = "model", Train = "train", Dev = "dev", Out = "out" };

    public static TheoryData<FineTuningOptions, string> Faults => new()
    {
        { _valid with { Train = "" }, "train:" },
        { _valid with { Dev = "" }, "dev:" },
        { _valid with { Out = "" }, "out:" },
        { _valid with { Model = null }, "model:" },
        { _valid with { Out = "./model" }, "out: would overwrite" },
        { _valid with { Epochs = 0 }, "epochs:" },
        { _valid with { LearningRate = 0 }, "learningRate:" },
        { _valid with { LearningRate = double.NaN }, "learningRate:" },
        { _valid with { Warmup = 1 }, "warmup:" },
        { _valid with { BatchTokens = 0 }, "batchTokens:" },
        { _valid with { MaxLength = 2 }, "maxLength:" },
        { _valid with { Dropout = 1 }, "dropout:" },
        { _valid with { WeightDecay = -1 }, "weightDecay:" },
    };

    [Fact]
    public void TheDefaultsAreValidOnceFilesAreGiven() => _valid.ThrowIfInvalid();

    [Fact]
    public void RandomWeightsNeedATokenizerOnly() => (_valid with { Model = null, Tokenizer = "tokenizer" }).ThrowIfInvalid();

    [Theory]
    [MemberData(nameof(Faults))]
    public void EachFaultIsNamed(FineTuningOptions options, string words)
    {
        var e = Assert.Throws<InvalidInputException>(options.ThrowIfInvalid);
        Assert.Equal(InputKind.Configuration, e.Kind);
        Assert.StartsWith(words, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AllFaultsAreListedAtOnce()
    {
        var options = _valid with { Epochs = 0, MaxLength = 0, Dropout = 2 };
        Assert.Equal(3, Assert.Throws<InvalidInputException>(options.ThrowIfInvalid).Message.Split('\n').Length);
    }

    [Fact]
    public void OptionsBindFromJson()
    {
        var options = OptionsFile.Read<FineTuningOptions>(
            null, ["epochs=7", "precision=bFloat16", "decode=argmax", "checkpoints.minutes=2.5"]);
        Assert.Equal((7, TrainingPrecision.BFloat16, 2.5), (options.Epochs, options.Precision, options.Checkpoints.Minutes));
    }
}
