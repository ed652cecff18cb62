namespace TinyBertPipeline.Training.Distillation;

/// <summary>What a distillation came to.</summary>
/// <param name="Folder">The bundle.</param>
/// <param name="Scores">Dev scores: the untrained student first, the written one last.</param>
public sealed record DistillationResult(string Folder, IReadOnlyList<DistillationScore> Scores)
{
    /// <summary>Strict micro F1 of the teacher on dev with legal paths, or null with soft labels.</summary>
    public double? TeacherDevF1 { get; init; }

    /// <summary>The layer map as it is shown, or null with soft labels.</summary>
    public string? LayerMap { get; init; }

    /// <summary>Parameters of the student.</summary>
    public long Parameters { get; init; }

    /// <summary>Minutes from start to bundle, interruptions not counted.</summary>
    public double Minutes { get; init; }

    /// <summary>Whether matrix products were computed in bfloat16.</summary>
    public bool UsedBFloat16 { get; init; }

    /// <summary>The share of each part (data, teacher, forward, backward, optimizer) of the training's time, 0 to 1.</summary>
    public IReadOnlyDictionary<string, double> TimeShares { get; init; } = new Dictionary<string, double>();

    /// <summary>What tuning tried; empty without it.</summary>
    public IReadOnlyList<TuningScore> Tuning { get; init; } = [];

    /// <summary>The scores of the written student.</summary>
    public DistillationScore Final => Scores[^1];
}
