using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Training.Distillation;

/// <summary>Keeps the short runs of a tuning that are done, so that an interrupted one goes on with the next.</summary>
/// <param name="path">The file.</param>
/// <param name="identity">What decides the scores; a file of another tuning is written over.</param>
internal sealed class TuningFile(string path, JsonObject identity)
{
    private const string RunKey = "run";
    private const string ScoresKey = "scores";

    /// <summary>The scores of the file, in the order in which they were tried.</summary>
    public List<TuningScore> Read()
    {
        if (!File.Exists(path)) return [];
        var kept = OptionsFile.Parse(path);
        return JsonNode.DeepEquals(kept[RunKey], identity) ? kept[ScoresKey].Deserialize<List<TuningScore>>(OptionsFile.Json)! : [];
    }

    /// <summary>Writes all scores so far.</summary>
    public void Write(IReadOnlyList<TuningScore> scores)
    {
        var kept = new JsonObject
        {
            [RunKey] = identity.DeepClone(),
            [ScoresKey] = JsonSerializer.SerializeToNode(scores, OptionsFile.Json),
        };
        AtomicFile.WriteText(path, kept.ToJsonString());
    }
}
