using System.Text.Json.Nodes;
using TinyBertPipeline.Training.Loop;

namespace TinyBertPipeline.Training.Pretraining;

/// <summary>What a pre-training came to.</summary>
/// <param name="Folder">The model.</param>
/// <param name="Evaluations">The scores, in order.</param>
/// <param name="Best">The one whose weights are in the folder.</param>
public sealed record PretrainingResult(string Folder, IReadOnlyList<PretrainingStep> Evaluations, PretrainingStep Best)
{
    /// <summary>Whether matrix products were computed in bfloat16.</summary>
    public bool UsedBFloat16 { get; init; }

    /// <summary>Word pieces trained on, padding not counted.</summary>
    public long Pieces { get; init; }

    /// <summary>Time of the training, evaluation and interruptions not counted.</summary>
    public TimeSpan Time { get; init; }
}

/// <summary>How a pre-training stood when it was scored: a row of <c>metrics.csv</c>.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Pieces">Pieces seen.</param>
/// <param name="Seconds">Seconds of training.</param>
/// <param name="Loss">Mean loss of hidden pieces since the score before; null at the start.</param>
/// <param name="Perplexity">On held-out text.</param>
/// <param name="MaskedAccuracy">Share of hidden pieces that are predicted first.</param>
/// <param name="NextSentenceAccuracy">Share of pairs that are told rightly; null where they are not learnt.</param>
public sealed record PretrainingStep(
    long Step, long Pieces, double Seconds, double? Loss, double Perplexity, double MaskedAccuracy, double? NextSentenceAccuracy)
{
    internal static PretrainingStep Of(TrainingScore score) => new(
        score.Step, score.Pieces, score.Seconds, score.Term(PretrainingObjective.MaskedPieces) is var loss and not double.NaN ? loss : null,
        score.Score.Details[PretrainingScore.Perplexity], score.Score.Details[PretrainingScore.MaskedAccuracy],
        score.Score.Details.TryGetValue(PretrainingScore.NextSentenceAccuracy, out var next) ? next : null);

    internal IReadOnlyList<KeyValuePair<string, double>> Row()
    {
        List<KeyValuePair<string, double>> row =
        [
            new("step", Step), new("pieces", Pieces), new("seconds", Math.Round(Seconds, 1)), new("loss", Loss ?? double.NaN),
            new("devPerplexity", Perplexity), new("devMaskedAccuracy", MaskedAccuracy),
        ];
        if (NextSentenceAccuracy is { } next) row.Add(new("devNextSentenceAccuracy", next));
        return row;
    }

    internal JsonObject ToJson() => new(Row().Select(figure =>
        KeyValuePair.Create(figure.Key, double.IsNaN(figure.Value) ? null : (JsonNode?)figure.Value)));
}
