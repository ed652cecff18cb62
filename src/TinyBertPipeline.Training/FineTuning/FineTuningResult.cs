using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Loop;

namespace TinyBertPipeline.Training.FineTuning;

/// <summary>What a fine-tuning came to.</summary>
/// <param name="Folder">The bundle.</param>
/// <param name="Evaluations">The score after each epoch.</param>
/// <param name="Best">The epoch whose weights are in the bundle.</param>
/// <param name="UsedBFloat16">Whether matrix products were computed in bfloat16.</param>
public sealed record FineTuningResult(string Folder, IReadOnlyList<EpochScore> Evaluations, EpochScore Best, bool UsedBFloat16)
{
    /// <summary>Word pieces trained on, padding not counted.</summary>
    public long Pieces { get; init; }

    /// <summary>Time of the training, evaluation and interruptions not counted.</summary>
    public TimeSpan Time { get; init; }
}

/// <summary>How an epoch ended: a row of <c>metrics.csv</c>.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Loss">Mean training loss over the epoch's steps.</param>
/// <param name="Score">The score on dev.</param>
public sealed record EpochScore(int Epoch, long Step, double Loss, TaskScore Score)
{
    /// <summary>The figures of the row.</summary>
    internal IReadOnlyList<KeyValuePair<string, double>> Row() =>
        [new("epoch", Epoch), new("step", Step), new("loss", Loss), .. Score.Named(DevEvaluation.Part)];

    internal JsonObject ToJson() => new(Row().Select(figure => KeyValuePair.Create(figure.Key, (JsonNode?)figure.Value)));
}
