using System.Text.Json.Nodes;
using TinyBertPipeline.Core;

namespace TinyBertPipeline.Training.Resuming;

/// <summary>What decides a run's result: only a run with the same options and inputs may go on from a checkpoint.</summary>
public static class RunIdentity
{
    /// <summary>Compares what a checkpoint was made with and what the run at hand is.</summary>
    /// <exception cref="InvalidInputException">They differ; the message lists the keys.</exception>
    public static void ThrowIfDifferent(JsonObject checkpoint, JsonObject run, string folder)
    {
        var differences = checkpoint.Select(entry => entry.Key).Union(run.Select(entry => entry.Key))
            .Where(key => !JsonNode.DeepEquals(checkpoint[key], run[key]))
            .Select(key => $"{key}: {Shown(checkpoint[key])} there, {Shown(run[key])} here").ToArray();
        if (differences.Length == 0) return;
        throw new InvalidInputException(InputKind.Configuration, folder,
            $"holds checkpoints of another run ({string.Join("; ", differences)}); delete them or choose another output folder");
    }

    private static string Shown(JsonNode? value) => value?.ToJsonString() ?? "nothing";
}
