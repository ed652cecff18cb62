using System.Text.Json;

namespace TinyBertPipeline.Core.Tests.Checkpoints;

/// <summary>The rows of the two manifests of reference files; one row that skips with its reason where the reference is absent.</summary>
internal static class ReferenceCases
{
    public static IEnumerable<string> CheckpointFiles => Files("checkpoints");

    public static IEnumerable<string> AbuseFiles(string folder) => Files("abuse").Where(file => file.StartsWith(folder, StringComparison.Ordinal));

    /// <summary>The manifest's entry for a file of one of the two folders; skips the test where there is none.</summary>
    public static JsonElement Entry(string part, string file) =>
        ReferenceData.ReadJson(part, "manifest.json").GetProperty("files").EnumerateArray().Single(entry => entry.GetProperty("file").GetString() == file);

    private static IEnumerable<string> Files(string part)
    {
        var manifest = Path.Combine(ReferenceData.Root, part, "manifest.json");
        if (!File.Exists(manifest)) return [$"safetensors/absent", "bin/absent", "folders/absent"];
        using var document = JsonDocument.Parse(File.ReadAllBytes(manifest));
        return [.. document.RootElement.GetProperty("files").EnumerateArray().Select(entry => entry.GetProperty("file").GetString()!)];
    }
}
