using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Training.Distillation;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Optimization;
using TinyBertPipeline.Training.Resuming;

namespace TinyBertPipeline.Training.Tests.Distillation.Recipe;

public sealed class DistillationOptionsTests
{
    private static readonly DistillationOptions _valid = new() { Teacher = "t", Train = "a", Dev = "b", Out = "o" };
    private static readonly DistillationOptions _alone = new() { SoftLabels = "s", Tokenizer = "k", Dev = "b", Out = "o" };

    public static TheoryData<DistillationOptions, string> Faults { get; } = new()
    {
        { _valid with { Out = "" }, "out: " },
        { _valid with { Out = "./t" }, "out: would overwrite teacher" },
        { _valid with { GivenStudent = "o" }, "out: would overwrite givenStudent" },
        { _alone with { Dev = "" }, "dev: " },
        { _alone with { MoreTeachers = ["u"] }, "moreTeachers need a teacher" },
        { _valid with { SoftLabels = "s", MoreTeachers = ["u"] }, "moreTeachers do not go with softLabels" },
        { _valid with { MoreTeachers = [""] }, "moreTeachers: has no name" },
        { _valid with { MoreTeachers = ["o"] }, "out: would overwrite moreTeachers" },
        { _valid with { TeacherCache = -1 }, "teacherCache: -1" },
        { _valid with { MiddleWeight = -1 }, "middleWeight: -1" },
        { _valid with { ActivationWeight = 1, Initialization = InitializationKind.Random }, "activationWeight and middleWeight compare" },
        { _valid with { MiddleWeight = 1, GivenStudent = "g" }, "activationWeight and middleWeight compare" },
        { _valid with { FirstSize = "4,348,12,1368", Initialization = InitializationKind.Random }, "firstSize is the size of what" },
        { _valid with { FirstSize = "4,348,12,1368", GivenStudent = "g" }, "firstSize is the size of what" },
        { _alone with { FirstSize = "4,348,12,1368" }, "firstSize is the size of what" },
        { _valid with { FirstSize = "huge" }, "firstSize: model size 'huge' is unknown" },
        { _valid with { FirstShare = 0.5 }, "firstShare is the share of the student of firstSize" },
        { _valid with { FirstSize = "4,348,12,1368", FirstShare = 1 }, "firstShare: 1" },
        { _valid with { RestRate = 1.5, AverageWeights = true }, "restRate: 1.5" },
        { _valid with { RestRate = 0.3 }, "restRate leaves the weights in motion" },
        { _valid with { RestRate = 0.3, AverageWeights = true, Variant = DistillationVariant.Logits }, "restRate is for the whole recipe" },
        { _valid with { SwappedCopies = -1 }, "swappedCopies: -1" },
        { _valid with { ReplacedCopies = -1 }, "replacedCopies: -1" },
        { _valid with { ReplacedCopies = 1, Raw = [] }, "replacedCopies takes its words from raw text" },
        { _valid with { ReplacedCopies = 1, Raw = ["r"], SoftLabels = "s" }, "replacedCopies needs a teacher" },
        { _valid with { SwappedCopies = 1, SoftLabels = "s" }, "swappedCopies needs a teacher" },
        { _valid with { Train = "" }, "train: " },
        { _valid with { Teacher = null }, "teacher: " },
        { _valid with { Teacher = null, SoftLabels = "s" }, "softLabels without a teacher needs model, or tokenizer and size, or given" },
        { _alone with { Model = "m" }, "model, tokenizer and givenStudent exclude each other" },
        { _alone with { Labels = ["O"] }, "labels are those of a teacher" },
        { _alone with { GeneralTeacher = "g" }, "generalTeacher needs a teacher" },
        { _alone with { Initialization = InitializationKind.Recipe }, "initialization Recipe needs a teacher" },
        { _valid with { Model = "m" }, "model and tokenizer are for softLabels without a teacher" },
        { _valid with { Labels = [] }, "labels: expected" },
        { _valid with { GivenStudent = "g", Initialization = InitializationKind.Recipe }, "exclude each other" },
        { _valid with { SoftLabels = "s", Variant = DistillationVariant.LabelsOnly }, "prediction loss only" },
        { _valid with { SoftLabels = "s", Tune = true }, "tune needs a teacher" },
        { _valid with { SoftLabels = "s", PreferEntities = true }, "preferEntities needs a teacher" },
        { _valid with { Size = "huge" }, "size: model size 'huge' is unknown" },
        { _valid with { Pieces = 0 }, "pieces: 0" },
        { _valid with { Pieces = 9_000_000_000_000_000_000 }, "pieces: 9000000000000000000, expected 1 to 10000000000" },
        { _valid with { TrainingShare = 1.5 }, "trainingShare: 1.5" },
        { _valid with { Window = 2 }, "window: 2" },
        { _valid with { BatchPieces = 0 }, "batchPieces: 0" },
        { _valid with { Temperature = 0 }, "temperature: 0" },
        { _valid with { Evaluations = 0 }, "evaluations: 0" },
        { _valid with { InitializationPieces = 10 }, "initializationPieces: 10" },
        { _valid with { EntityWeight = -1 }, "entityWeight: -1" },
        { _valid with { AttentionWeight = double.NaN }, "attentionWeight: NaN" },
        { _valid with { LearningRate = 0 }, "learningRate: 0" },
        { _valid with { Optimizer = new AdamWOptions { Beta2 = 1 } }, "optimizer.beta2: 1" },
        { _valid with { Checkpoints = new CheckpointOptions { Keep = 0 } }, "checkpoints.keep: 0" },
        { _valid with { Tuning = new TuningOptions { Pieces = 0 } }, "tuning.pieces: 0" },
        { _valid with { Tuning = new TuningOptions { EntityWeights = [-1] } }, "tuning.entityWeights: expected" },
        { _valid with { Stages = [new DistillationStage()] }, "stages[0].predictionWeight: no weight is above 0" },
        { _valid with { Stages = [new DistillationStage { LabelWeight = 1, Share = 0 }] }, "stages[0].share: 0" },
        { _valid with { Stages = [new DistillationStage { LabelWeight = 1, Warmup = 1 }] }, "stages[0].warmup: 1" },
        { _valid with { SoftLabels = "s", Stages = [new DistillationStage { HiddenWeight = 1 }] }, "stages: 'joint' compares layers" },
        { _valid with { SoftLabels = "s", Stages = [new DistillationStage { LabelWeight = 1 }] }, "stages: 'joint' takes gold labels" },
        {
            _valid with { GeneralTeacher = "g", Stages = [new DistillationStage { GeneralTeacher = true, PredictionWeight = 1 }] },
            "stages: 'joint' takes predictions of the general teacher"
        },
    };

    public static TheoryData<string> Nulls =>
    [
        "train", "dev", "out", "raw", "data", "size", "tuning", "optimizer", "checkpoints",
        "tuning.entityWeights", "tuning.attentionWeights", "tuning.layerMaps",
    ];

    public static TheoryData<string> NullElements =>
        ["raw=[null]", "stages=[null]", "matches=[null]", "labels=[null]", "tuning.layerMaps=[null]"];

    [Theory]
    [MemberData(nameof(Faults))]
    public void ContradictionsAreNamed(DistillationOptions options, string named) =>
        Assert.Contains(named, Assert.Single(options.Faults()), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Nulls))]
    public void NullInAConfigIsAFaultOfItsKey(string key)
    {
        var values = OptionsFile.ToJson(_valid).AsObject();
        var fault = Assert.Throws<InvalidInputException>(() => OptionsFile.Bind<DistillationOptions>(values, null, [$"{key}=null"]));
        Assert.StartsWith(key, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(NullElements))]
    public void NullInAListIsAFaultOfItsKey(string setting)
    {
        var fault = Assert.Throws<InvalidInputException>(
            () => OptionsFile.Bind<DistillationOptions>(OptionsFile.ToJson(_valid).AsObject(), null, [setting]));
        Assert.StartsWith(setting.Split('=')[0], fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AllFaultsAreListedAtOnce()
    {
        var fault = Assert.Throws<InvalidInputException>(
            () => DistillationRun.Run(_valid with { Pieces = 0, Evaluations = 0 }, new TrainingContext()));
        Assert.Equal(InputKind.Configuration, fault.Kind);
        Assert.Equal("pieces: 0, expected 1 to 10000000000\n  evaluations: 0, expected 1 to 10000", fault.Message);
    }

    [Theory]
    [InlineData("student=tiny-4x312", "it is called size now")]
    [InlineData("maxPieces=64", "it is called window now")]
    [InlineData("batchTokens=64", "it is called batchPieces now")]
    [InlineData("beta2=0.9", "did you mean optimizer.beta2?")]
    public void AnOldNameIsToldTheNewOne(string setting, string words)
    {
        var e = Assert.Throws<InvalidInputException>(() => OptionsFile.Read<DistillationOptions>(null, [setting]));
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheDefaultsAreTheRecipe()
    {
        Assert.Empty(_valid.Faults());
        Assert.Empty(_alone.Faults());
        var stage = Assert.Single(DistillationStages.Of(_valid, 312));
        Assert.Equal(
            (1, 0.8, 0.1, 1, 6e-4, 0.06),
            (stage.HiddenWeight, stage.HiddenFade, stage.AttentionWeight, stage.PredictionWeight, stage.LearningRate, stage.Warmup));
        Assert.False(stage.Dropout);
    }

    [Theory]
    [InlineData(0, 312, 1, 6e-4)]
    [InlineData(3, 312, 3, 6e-4)]           // an entity weight raises the prediction loss
    [InlineData(10, 240, 3, 8e-4)]          // narrow students want a higher rate
    [InlineData(0, 241, 1, 6e-4)]
    [InlineData(0, 128, 1, 2.4e-3)]
    public void PredictionWeightAndRateFollowEntityWeightAndWidth(double entityWeight, int width, double predictionWeight, double rate)
    {
        var stage = Assert.Single(DistillationStages.Of(_valid with { EntityWeight = entityWeight }, width));
        Assert.Equal((predictionWeight, rate), (stage.PredictionWeight, stage.LearningRate));
    }
}
