using TinyBertPipeline.Core;
using TinyBertPipeline.Training.Distillation;
using TinyBertPipeline.Training.Distillation.Initialization;

namespace TinyBertPipeline.Training.Tests.Distillation;

public sealed class DistillationOptionsTests
{
    private static readonly DistillationOptions _valid = new() { Teacher = "t", Train = "a", Dev = "b", Out = "o" };

    public static TheoryData<DistillationOptions, string> Faults { get; } = new()
    {
        { _valid with { Out = "" }, "out: " },
        { _valid with { Dev = "" }, "dev: " },
        { _valid with { Train = "" }, "train: " },
        { _valid with { Teacher = null }, "teacher: " },
        { _valid with { Teacher = null, SoftLabels = "s" }, "needs givenStudent" },
        { _valid with { GivenStudent = "g", Initialization = InitializationKind.Recipe }, "exclude each other" },
        { _valid with { SoftLabels = "s", Variant = DistillationVariant.None }, "prediction loss only" },
        { _valid with { SoftLabels = "s", Tune = true }, "tune needs a teacher" },
        { _valid with { Pieces = 0 }, "pieces: 0" },
        { _valid with { TrainingShare = 1.5 }, "trainingShare: 1.5" },
        { _valid with { MaxPieces = 4 }, "maxPieces: 4" },
        { _valid with { BatchTokens = 100 }, "batchTokens: 100" },
        { _valid with { Temperature = 0 }, "temperature: 0" },
        { _valid with { Evaluations = 0 }, "evaluations: 0" },
        { _valid with { InitializationPieces = 10 }, "initializationPieces: 10" },
        { _valid with { EntityWeight = -1 }, "entityWeight: -1" },
        { _valid with { AttentionWeight = double.NaN }, "attentionWeight: NaN" },
        { _valid with { LearningRate = 0 }, "learningRate: 0" },
        { _valid with { Stages = [new DistillationStage()] }, "stage 'joint' has no loss" },
        { _valid with { Stages = [new DistillationStage { LabelWeight = 1, Share = 0 }] }, "share of stage 'joint'" },
        { _valid with { SoftLabels = "s", Stages = [new DistillationStage { HiddenWeight = 1 }] }, "stage 'joint' compares layers" },
        { _valid with { Pieces = 0, Evaluations = 0 }, "pieces: 0, expected 1 or more; evaluations: 0" },        // all at once
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void ContradictionsAreRefusedByName(DistillationOptions options, string named)
    {
        var fault = Assert.Throws<InvalidInputException>(() => DistillationOptionsCheck.ThrowIfInvalid(options));
        Assert.Equal(InputKind.Configuration, fault.Kind);
        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheDefaultsAreTheRecipe()
    {
        DistillationOptionsCheck.ThrowIfInvalid(_valid);
        var stage = Assert.Single(DistillationStages.Of(_valid, 312));
        Assert.Equal((1, 0.8, 0.1, 1, 6e-4, 0.06), (stage.HiddenWeight, stage.HiddenFade, stage.AttentionWeight, stage.PredictionWeight, stage.LearningRate, stage.Warmup));
        Assert.False(stage.Dropout);
    }

    [Theory]
    [InlineData(0, 312, 1, 6e-4)]
    [InlineData(3, 312, 3, 6e-4)]           // an entity weight raises the prediction loss
    [InlineData(10, 240, 3, 8e-4)]          // narrow students want a higher rate
    [InlineData(0, 128, 1, 8e-4)]
    public void PredictionWeightAndRateFollowEntityWeightAndWidth(double entityWeight, int width, double predictionWeight, double rate)
    {
        var stage = Assert.Single(DistillationStages.Of(_valid with { EntityWeight = entityWeight }, width));
        Assert.Equal((predictionWeight, rate), (stage.PredictionWeight, stage.LearningRate));
    }
}
