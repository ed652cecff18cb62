using TinyBertPipeline.Core.Configuration;
using static System.FormattableString;

namespace TinyBertPipeline.Training.Distillation.Recipe;

/// <summary>
/// One stage of a distillation. With progress = steps done / steps of the stage, its loss is
/// <c>max(0, 1 - progress / HiddenFade) (HiddenWeight L_hidden + ActivationWeight L_activation + MiddleWeight L_middle) + AttentionWeight
/// L_attention + PredictionWeight L_prediction + LabelWeight L_labels</c>.
/// </summary>
public sealed record DistillationStage
{
    /// <summary>Name in logs and <c>metrics.csv</c>.</summary>
    public string Name { get; init; } = "joint";

    /// <summary>Its part of all pieces, in proportion to the other stages' parts.</summary>
    public double Share { get; init; } = 1;

    /// <summary>The text it trains on.</summary>
    public StageText Text { get; init; }

    /// <summary>Whether the general teacher teaches, one that is not fine-tuned, where one is given.</summary>
    public bool GeneralTeacher { get; init; }

    /// <summary>Weight of the hidden states' loss.</summary>
    public double HiddenWeight { get; init; }

    /// <summary>The progress at which the losses of states have faded out; 0: they do not fade.</summary>
    public double HiddenFade { get; init; }

    /// <summary>Weight of the loss of the feed-forward neurons that the student kept.</summary>
    public double ActivationWeight { get; init; }

    /// <summary>Weight of the loss of the states after the attention half, at the coordinates that the student kept.</summary>
    public double MiddleWeight { get; init; }

    /// <summary>Weight of the attention scores' loss.</summary>
    public double AttentionWeight { get; init; }

    /// <summary>Weight of the loss to the teacher's predictions.</summary>
    public double PredictionWeight { get; init; }

    /// <summary>Weight of the cross-entropy to the gold labels; text without labels does not count in it.</summary>
    public double LabelWeight { get; init; }

    /// <summary>Peak learning rate.</summary>
    public double LearningRate { get; init; } = 6e-4;

    /// <summary>The part of the stage in which the learning rate rises from 0 to its peak; after it, it falls to 0, or to <see cref="Rest"/>.</summary>
    public double Warmup { get; init; } = 0.06;

    /// <summary>The share of the peak rate at which the fall ends.</summary>
    public double Rest { get; init; }

    /// <summary>Whether the student's dropout, that of its config, is on.</summary>
    public bool Dropout { get; init; }

    /// <summary>Whether layers of the teacher are compared.</summary>
    internal bool ComparesLayers => HiddenWeight > 0 || AttentionWeight > 0 || ActivationWeight > 0 || MiddleWeight > 0;

    /// <summary>Every fault of the stage.</summary>
    public IEnumerable<string> Faults()
    {
        (string Key, double Value)[] weights =
        [
            ("hiddenWeight", HiddenWeight), ("attentionWeight", AttentionWeight), ("activationWeight", ActivationWeight),
            ("middleWeight", MiddleWeight), ("predictionWeight", PredictionWeight), ("labelWeight", LabelWeight),
        ];
        return OptionsFaults.Where(
        [
            (string.IsNullOrEmpty(Name), "name: is empty"),
            (!weights.Any(weight => weight.Value > 0), "predictionWeight: no weight is above 0, so the stage has no loss"),
            .. weights.Append((Key: "hiddenFade", Value: HiddenFade)).Select(weight => (
                weight.Value is not >= 0 || !double.IsFinite(weight.Value), Invariant($"{weight.Key}: {weight.Value}, expected 0 or more"))),
            (Share is not > 0 || !double.IsFinite(Share), Invariant($"share: {Share}, expected above 0")),
            (LearningRate is not > 0 || !double.IsFinite(LearningRate), Invariant($"learningRate: {LearningRate}, expected above 0")),
            (Warmup is not (>= 0 and < 1), Invariant($"warmup: {Warmup}, expected 0 to below 1")),
            (Rest is not (>= 0 and <= 1), Invariant($"rest: {Rest}, expected 0 to 1")),
        ]);
    }
}

/// <summary>The text a stage trains on.</summary>
public enum StageText
{
    /// <summary>Training sentences and raw text, mixed; training sentences alone where there is no raw text.</summary>
    Mixed,

    /// <summary>Training sentences alone.</summary>
    Training,

    /// <summary>Raw text alone; training sentences where there is none.</summary>
    Raw,
}
