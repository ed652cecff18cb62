using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Pipeline.Stages;

/// <summary>
/// Remembers which stages of a run folder are done. A stage is skipped when its key is the recorded one and every output still has the
/// recorded size; time stamps play no part.
/// </summary>
internal sealed class StageCache(string folder)
{
    // Another number when stages come to do something else with the same identity.
    private const int Version = 2;

    private static readonly JsonSerializerOptions _layout = new() { WriteIndented = true };

    /// <summary>The key of a stage: the SHA-256 of its name and of everything that decides its result.</summary>
    public static string KeyOf(string stage, JsonObject identity) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{stage} v{Version}\n{identity.ToJsonString()}")));

    /// <summary>The recorded result of a finished stage, or null when the stage has to run.</summary>
    public JsonObject? Find(string stage, string key)
    {
        var path = PathOf(stage);
        if (!File.Exists(path)) return null;
        // A record that cannot be read is as good as none: the stage runs again.
        if (TryParse(path) is not { } record || record["outputs"] is not JsonObject outputs || record["result"] is not JsonObject result) return null;
        return Equals(record["key"], key) && outputs.All(IsIntact) ? result : null;
    }

    /// <summary>Records a finished stage; <paramref name="outputs"/> are paths below the run folder.</summary>
    public void Record(string stage, string key, IEnumerable<string> outputs, JsonObject result)
    {
        var sizes = new JsonObject();
        foreach (var output in outputs) sizes[Path.GetRelativePath(folder, output)] = new FileInfo(output).Length;
        var record = new JsonObject { ["key"] = key, ["outputs"] = sizes, ["result"] = result.DeepClone() };
        AtomicFile.WriteText(PathOf(stage), record.ToJsonString(_layout));
    }

    private bool IsIntact(KeyValuePair<string, JsonNode?> output) =>
        new FileInfo(Path.Combine(folder, output.Key)) is { Exists: true } file
        && output.Value is JsonValue size && size.TryGetValue<long>(out var bytes) && file.Length == bytes;

    private static bool Equals(JsonNode? node, string text) => node is JsonValue value && value.TryGetValue<string>(out var found) && found == text;

    private static JsonObject? TryParse(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllBytes(path)) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string PathOf(string stage) => Path.Combine(folder, "stages", stage + ".json");
}
