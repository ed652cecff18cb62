using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Loop;

namespace TinyBertPipeline.Training.FineTuning;

/// <summary>What a fine-tuning came to.</summary>
/// <param name="Folder">The bundle.</param>
/// <param name="Evaluations">The scores on dev, in order; that of averaged weights last.</param>
/// <param name="Best">The one whose weights are in the bundle.</param>
/// <param name="UsedBFloat16">Whether matrix products were computed in bfloat16.</param>
public sealed record FineTuningResult(string Folder, IReadOnlyList<EpochScore> Evaluations, EpochScore Best, bool UsedBFloat16)
{
    /// <summary>Word pieces trained on, padding not counted.</summary>
    public long Pieces { get; init; }

    /// <summary>Time of the training, evaluation and interruptions not counted.</summary>
    public TimeSpan Time { get; init; }

    /// <summary>What was chosen, and why, where the options left it open.</summary>
    public IReadOnlyList<string> Chosen { get; init; } = [];

    /// <summary>The score of each seed, where several were trained; empty for one.</summary>
    public IReadOnlyList<SeedScore> Seeds { get; init; } = [];
}

/// <summary>What one of several seeds came to.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Score">Its best score on dev.</param>
public sealed record SeedScore(int Seed, TaskScore Score);

/// <summary>A score on the way: a row of <c>metrics.csv</c>.</summary>
/// <param name="Epoch">Whole passes done.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Loss">Mean training loss over the steps since the score before.</param>
/// <param name="Score">The score on dev.</param>
public sealed record EpochScore(int Epoch, long Step, double Loss, TaskScore Score)
{
    /// <summary>Whether it is that of the average of the last weights.</summary>
    public bool IsAverage { get; init; }

    /// <summary>The figures of the row.</summary>
    internal IReadOnlyList<KeyValuePair<string, double>> Row() =>
        [new("epoch", Epoch), new("step", Step), new("loss", Loss), .. Score.Named(DevEvaluation.Part)];

    internal JsonObject ToJson() => new(Row().Select(figure => KeyValuePair.Create(figure.Key, (JsonNode?)figure.Value)));
}
