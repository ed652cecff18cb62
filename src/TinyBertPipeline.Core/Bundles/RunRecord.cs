using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Core.Bundles;

/// <summary>
/// <c>run.json</c>: how a bundle was made. It is written last, so that its presence marks the bundle complete.
/// </summary>
public sealed record RunRecord
{
    /// <summary>The file's name in the bundle.</summary>
    public const string FileName = "run.json";

    private static readonly RunRecordJson _layout = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        AllowDuplicateProperties = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>The command as it was typed.</summary>
    public string CommandLine { get; init; } = "";

    /// <summary>What the run is known by: the hash of all that decides its result. Records of earlier versions have none.</summary>
    public string? Identity { get; init; }

    /// <summary>The options it came to, defaults included.</summary>
    public JsonNode? Options { get; init; }

    /// <summary>Seeds by purpose.</summary>
    public IReadOnlyDictionary<string, long> Seeds { get; init; } = new Dictionary<string, long>();

    /// <summary>Versions of the product, the platform and the libraries that computed.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; init; } = new Dictionary<string, string>();

    /// <summary>SHA-256 of every input file by its path as given.</summary>
    public IReadOnlyDictionary<string, string> Inputs { get; init; } = new Dictionary<string, string>();

    /// <summary>Scores by name; F1 from 0 to 1.</summary>
    public IReadOnlyDictionary<string, double> Scores { get; init; } = new Dictionary<string, double>();

    /// <summary>Whatever else the verb has to say (layer map, times, history), or null.</summary>
    public JsonNode? Details { get; init; }

    /// <summary>Versions of the product, .NET and the operating system.</summary>
    public static IReadOnlyDictionary<string, string> PlatformVersions() => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["tinybert"] = typeof(RunRecord).Assembly.GetName().Version!.ToString(3),
        ["dotnet"] = Environment.Version.ToString(),
        ["system"] = RuntimeInformation.RuntimeIdentifier,
    };

    /// <summary>Writes the record into a bundle; the last file of a run.</summary>
    /// <exception cref="EnvironmentException">The file cannot be written.</exception>
    public static void Write(string folder, RunRecord record) =>
        AtomicFile.WriteText(Path.Combine(folder, FileName), JsonSerializer.Serialize(record, _layout.RunRecord) + "\n");

    /// <summary>Reads the record of a bundle; null when it has none.</summary>
    /// <exception cref="InvalidInputException">The file is there and is no such record.</exception>
    public static RunRecord? TryRead(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return null;
        try
        {
            return JsonFile.ReadObject(path, InputKind.Model).Deserialize(_layout.RunRecord);
        }
        catch (JsonException e)
        {
            throw new InvalidInputException(InputKind.Model, path, $"not a record of a run: {e.Message}", inner: e);
        }
    }
}

/// <summary>How the record is read and written, without reflection.</summary>
[JsonSerializable(typeof(RunRecord))]
internal sealed partial class RunRecordJson : JsonSerializerContext;
