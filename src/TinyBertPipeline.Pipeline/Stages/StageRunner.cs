using System.Diagnostics;
using System.Text.Json.Nodes;

namespace TinyBertPipeline.Pipeline.Stages;

/// <summary>Runs the stages of one run folder in turn and skips those whose inputs and options have not changed.</summary>
internal sealed class StageRunner(string folder, IPipelineProgress progress)
{
    private readonly StageCache _cache = new(folder);

    /// <summary>Runs a stage, or returns the recorded result.</summary>
    /// <param name="stage">Its name and version; a change of what it does is a new version.</param>
    /// <param name="options">What it was asked to do.</param>
    /// <param name="inputs">Files and folders it reads.</param>
    /// <param name="work">Does it; returns its result and the files it wrote.</param>
    public async Task<JsonObject> RunAsync(StageName stage, JsonNode options, IEnumerable<string> inputs, Func<Task<StageResult>> work)
    {
        var key = StageKey.Compute(stage, options, inputs);
        if (_cache.Find(stage.Name, key) is { } known)
        {
            progress.Skip(stage.Name);
            return known;
        }
        progress.Begin(stage.Name);
        var clock = Stopwatch.StartNew();
        var result = await work().ConfigureAwait(false);
        result.Values["seconds"] = Math.Round(clock.Elapsed.TotalSeconds, 2);
        _cache.Record(stage.Name, key, result.Outputs, result.Values);
        progress.End(stage.Name, clock.Elapsed);
        return result.Values;
    }
}
