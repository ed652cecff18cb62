using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Inference.Precisions;

/// <summary>
/// Choices of a precision that were measured, in a file of the bundle: one for each processor, runtime and model. A file that cannot be read
/// is as good as none, and one that cannot be written is done without: it saves a second, nothing else.
/// </summary>
/// <param name="path">The file.</param>
internal sealed class PrecisionCache(string path)
{
    private const int MostRows = 100;

    /// <summary>What was chosen under these circumstances, or null.</summary>
    public string? Find(PrecisionKey key) => Rows().FirstOrDefault(key.IsOf) is { } row && row["precision"] is JsonValue value
        && value.TryGetValue<string>(out var precision) && ModelPrecision.Names.Contains(precision) ? precision : null;

    /// <summary>Keeps a choice with what it was made from.</summary>
    public void Add(PrecisionKey key, string precision, IEnumerable<PrecisionTiming> timings)
    {
        var row = key.ToJson();
        row["precision"] = precision;
        row["measured"] = new JsonArray([.. timings.Select(timing => (JsonNode)timing.ToJson())]);
        var others = Rows().Where(other => !key.IsOf(other)).Take(MostRows - 1).Select(other => other.DeepClone());
        var document = new JsonObject { ["rows"] = new JsonArray([row, .. others]) };
        try
        {
            AtomicFile.WriteText(path, document.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
        }
        catch (Exception e) when (e is EnvironmentException or IOException or UnauthorizedAccessException)
        {
            // A read-only bundle: measured again next time.
        }
    }

    private IEnumerable<JsonObject> Rows()
    {
        if (!File.Exists(path)) return [];
        try
        {
            return JsonFile.ReadObject(path, InputKind.Model)["rows"] is JsonArray rows ? rows.OfType<JsonObject>() : [];
        }
        catch (Exception e) when (e is InvalidInputException or EnvironmentException)
        {
            return [];
        }
    }
}
