using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Training.Pretraining;

namespace TinyBertPipeline.Pipeline;

/// <summary>What the pre-training of a run's teacher came to.</summary>
/// <param name="Pieces">Pieces trained on.</param>
/// <param name="TrainingSeconds">Seconds of training.</param>
/// <param name="Perplexity">On held-out text.</param>
/// <param name="MaskedAccuracy">Share of the hidden pieces of held-out text that are predicted first.</param>
public sealed record PretrainingSummary(long Pieces, double TrainingSeconds, double Perplexity, double MaskedAccuracy)
{
    /// <summary>For people.</summary>
    public string ToText() => string.Create(CultureInfo.InvariantCulture,
        $"Pre-training on {Pieces * 1e-6:0.00} M pieces of raw text in {TrainingSeconds:0} s: ")
        + string.Create(CultureInfo.InvariantCulture, $"perplexity {Perplexity:0.00}, {100 * MaskedAccuracy:0.0} % of hidden pieces right.");

    internal static PretrainingSummary Of(PretrainingResult result) =>
        new(result.Pieces, Math.Round(result.Time.TotalSeconds, 1), result.Best.Perplexity, result.Best.MaskedAccuracy);

    /// <summary>What is recorded of the stage; <see cref="FromRecord"/> reads it.</summary>
    internal JsonObject ToRecord() => OptionsFile.ToJson(this).AsObject();

    internal static PretrainingSummary FromRecord(JsonObject record)
    {
        var own = record.DeepClone().AsObject();
        own.Remove("seconds");
        return own.Deserialize<PretrainingSummary>(OptionsFile.Json)!;
    }
}
