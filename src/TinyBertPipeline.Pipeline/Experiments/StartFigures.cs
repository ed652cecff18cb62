using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Bundles;

namespace TinyBertPipeline.Pipeline.Experiments;

/// <summary>What a pre-trained model's <c>run.json</c> tells of it, for results of what was fine-tuned from it.</summary>
internal static class StartFigures
{
    private const string Random = "random";

    /// <summary>The result with what its model started from; the same for students and for teachers without a name of their own.</summary>
    public static ExperimentResult AddTo(ExperimentResult result, ExperimentJob job)
    {
        if (job.FineTuning is not { } tuning || job.Row.Name is null) return result;
        if (tuning.Model is not { } model) return result with { Start = Random };
        result = result with { Start = Path.GetFileName(Path.TrimEndingDirectorySeparator(model)) };
        if (RunRecord.TryRead(model) is not { Details: JsonObject details } run) return result;
        double? Score(string name) => run.Scores.TryGetValue(name, out var value) ? Math.Round(value, 4) : null;
        var first = (details["steps"] as JsonArray)?[0];
        return Score("devPerplexity") is not { } perplexity ? result : result with
        {
            PretrainingMinutes = details["seconds"] is { } seconds ? Math.Round((double)seconds / 60, 1) : null,
            PerplexityBefore = (long?)first?["step"] == 0 ? Math.Round((double)first["devPerplexity"]!, 4) : null,
            Perplexity = perplexity,
            NextSentenceAccuracy = Score("devNextSentenceAccuracy"),
        };
    }
}
