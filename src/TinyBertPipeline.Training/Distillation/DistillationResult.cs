using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Loop;

namespace TinyBertPipeline.Training.Distillation;

/// <summary>What a distillation came to.</summary>
/// <param name="Folder">The bundle.</param>
/// <param name="Scores">Dev scores: the untrained student first, then on the way; that of averaged weights last.</param>
public sealed record DistillationResult(string Folder, IReadOnlyList<TrainingScore> Scores)
{
    private static readonly string[] _terms = ["hidden", "attention", "prediction", "labels"];
    private static readonly string[] _rareTerms = ["activation", "middle"];

    /// <summary>The teacher's score on dev by its own window and decoder, or null with soft labels alone.</summary>
    public TaskScore? TeacherScore { get; init; }

    /// <summary>Of several teachers each one's score on dev, the first included; empty for one.</summary>
    public IReadOnlyList<TaskScore> TeacherScores { get; init; } = [];

    /// <summary>The score on dev of the mean of several teachers' distributions; null for one.</summary>
    public TaskScore? EnsembleScore { get; init; }

    /// <summary>The layer map as it is shown, or null with soft labels alone.</summary>
    public string? LayerMap { get; init; }

    /// <summary>Parameters of the student.</summary>
    public long Parameters { get; init; }

    /// <summary>Minutes of preparation and training, evaluation and interruptions not counted.</summary>
    public double Minutes { get; init; }

    /// <summary>Whether matrix products were computed in bfloat16.</summary>
    public bool UsedBFloat16 { get; init; }

    /// <summary>The share of each part (data, teacher, forward, backward, optimizer) of the training's time, 0 to 1.</summary>
    public IReadOnlyDictionary<string, double> TimeShares { get; init; } = new Dictionary<string, double>();

    /// <summary>What tuning tried; empty without it.</summary>
    public IReadOnlyList<TuningScore> Tuning { get; init; } = [];

    /// <summary>What was chosen, and why, where the options left it open.</summary>
    public IReadOnlyList<string> Chosen { get; init; } = [];

    /// <summary>The score of the written student.</summary>
    public TrainingScore Final { get => field ?? Scores[^1]; init; }

    /// <summary>The rows of <c>metrics.csv</c>; NaN where a loss was not taken.</summary>
    internal IEnumerable<IReadOnlyList<KeyValuePair<string, double>>> Rows() => Scores.Select(score => (KeyValuePair<string, double>[])
    [
        new("step", score.Step), new("pieces", score.Pieces), new("seconds", Math.Round(score.Seconds, 1)),
        .. _terms.Concat(_rareTerms.Where(term => Scores.Any(other => other.Losses.ContainsKey(term)))).Select(term => KeyValuePair.Create(term, score.Term(term))),
        .. score.Score.Named(DevEvaluation.Part),
    ]);
}

/// <summary>A short run of tuning.</summary>
/// <param name="EntityWeight">Its entity weight.</param>
/// <param name="AttentionWeight">Its attention weight.</param>
/// <param name="LayerMap">Its layer map as it is shown.</param>
/// <param name="Score">Its score on dev.</param>
public sealed record TuningScore(double EntityWeight, double AttentionWeight, string LayerMap, TaskScore Score);
