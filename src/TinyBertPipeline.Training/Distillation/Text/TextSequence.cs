namespace TinyBertPipeline.Training.Distillation.Text;

/// <summary>A sequence a student learns from.</summary>
/// <param name="Ids">Word-piece ids with [CLS] first and [SEP] last.</param>
internal sealed record TextSequence(int[] Ids)
{
    /// <summary>Stands for "no label" at a position.</summary>
    public const int NoLabel = -100;

    /// <summary>The gold label at each position or <see cref="NoLabel"/>; null for raw text.</summary>
    public int[]? Labels { get; init; }

    /// <summary>Given label probabilities [positions, labels] at some positions, or null.</summary>
    public SoftTargets? Targets { get; init; }
}
