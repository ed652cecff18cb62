using System.Diagnostics;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Pipeline.Context;

namespace TinyBertPipeline.Pipeline.Stages;

/// <summary>Runs the stages of one run folder in turn and skips those whose identity has not changed.</summary>
internal sealed class StageRunner(string folder, IPipelineProgress progress)
{
    private readonly StageCache _cache = new(folder);

    /// <summary>Runs a stage, or returns the recorded result.</summary>
    /// <param name="stage">Its name.</param>
    /// <param name="identity">Everything that decides its result: options, and hashes of inputs.</param>
    /// <param name="work">Does it; returns its result and the files it wrote.</param>
    public JsonObject Run(string stage, JsonObject identity, Func<StageResult> work)
    {
        var key = StageCache.KeyOf(stage, identity);
        if (_cache.Find(stage, key) is { } known)
        {
            progress.Skip(stage);
            return known;
        }
        progress.Begin(stage);
        var clock = Stopwatch.StartNew();
        var result = work();
        result.Values["seconds"] = Math.Round(clock.Elapsed.TotalSeconds, 2);
        _cache.Record(stage, key, result.Outputs, result.Values);
        progress.End(stage, clock.Elapsed);
        return result.Values;
    }
}

/// <summary>What a stage found out, and the files it wrote.</summary>
internal sealed record StageResult(JsonObject Values, IReadOnlyList<string> Outputs)
{
    /// <summary>A result whose outputs are all files of a bundle, but for the list of them, which grows with what is derived later.</summary>
    public static StageResult OfFolder(JsonObject values, string folder) =>
        new(values, [.. Directory.GetFiles(folder).Where(path => Path.GetFileName(path) != WrittenFiles.FileName)]);
}
