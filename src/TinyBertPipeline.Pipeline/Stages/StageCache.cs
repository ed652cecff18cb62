using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Pipeline.Stages;

/// <summary>
/// Remembers which stages of a run folder are done. A stage is skipped when its key (see <see cref="StageKey"/>) is the recorded one and
/// every output still has the recorded size; time stamps play no part.
/// </summary>
internal sealed class StageCache(string folder)
{
    /// <summary>The recorded result of a finished stage, or null when the stage has to run.</summary>
    public JsonObject? Find(string stage, string key)
    {
        var path = PathOf(stage);
        if (!File.Exists(path)) return null;
        try
        {
            var record = JsonNode.Parse(File.ReadAllBytes(path))!.AsObject();
            var outputs = record["outputs"]!.AsObject();
            var intact = (string?)record["key"] == key
                && outputs.All(output => new FileInfo(Path.Combine(folder, output.Key)) is { Exists: true } file && file.Length == (long)output.Value!);
            return intact ? record["result"]!.AsObject() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException)
        {
            return null;   // a record that cannot be read is as good as none: the stage runs again
        }
    }

    /// <summary>Records a finished stage; <paramref name="outputs"/> are paths below the run folder.</summary>
    public void Record(string stage, string key, IEnumerable<string> outputs, JsonObject result)
    {
        var sizes = new JsonObject();
        foreach (var output in outputs) sizes[Path.GetRelativePath(folder, output)] = new FileInfo(output).Length;
        var record = new JsonObject { ["key"] = key, ["outputs"] = sizes, ["result"] = result.DeepClone() };
        AtomicFile.WriteText(PathOf(stage), record.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
    }

    private string PathOf(string stage) => Path.Combine(folder, "stages", stage + ".json");
}
