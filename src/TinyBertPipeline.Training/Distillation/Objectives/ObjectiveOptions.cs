using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.Modeling;

namespace TinyBertPipeline.Training.Distillation.Objectives;

/// <summary>What a <see cref="DistillationObjective"/> weighs and compares.</summary>
/// <param name="Stage">The stage whose loss it is.</param>
/// <param name="Matches">The layers that are compared.</param>
internal sealed record ObjectiveOptions(DistillationStage Stage, IReadOnlyList<LayerMatch> Matches)
{
    /// <summary>e of the rows' weights 1 + e p, p the teacher's probability that there is something.</summary>
    public double EntityWeight { get; init; }

    /// <summary>How logits are compared.</summary>
    public PredictionLoss PredictionLoss { get; init; }

    /// <summary>Softens both distributions.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>The compared heads of each student layer.</summary>
    public IReadOnlyList<HeadMap> Heads { get; init; } = [];

    /// <summary>What the student kept of its teacher; null where it did not start from it.</summary>
    public KeptParts? Kept { get; init; }

    /// <summary>The student's dropout, or null.</summary>
    public IDropout? Dropout { get; init; }

    /// <summary>Whether matrix products of both are computed in bfloat16.</summary>
    public bool UseBFloat16 { get; init; }
}
