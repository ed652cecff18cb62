using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Training.Resuming;

/// <summary>The sizes and hashes of a checkpoint's files.</summary>
internal static class CheckpointManifest
{
    private const string FileName = "manifest.json";
    private const int Format = 1;

    public static void Write(string folder, IEnumerable<string> names)
    {
        var files = new JsonObject();
        foreach (var name in names)
        {
            var path = Path.Combine(folder, name);
            files[name] = new JsonObject { ["bytes"] = new FileInfo(path).Length, ["sha256"] = FileHash.Sha256(path) };
        }
        AtomicFile.WriteText(Path.Combine(folder, FileName), new JsonObject { ["format"] = Format, ["files"] = files }.ToJsonString());
    }

    /// <exception cref="InvalidInputException">There is no manifest, it has another format, or a file is not as it says.</exception>
    public static void Verify(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) throw new InvalidInputException(InputKind.Model, path, "is missing: the checkpoint was not finished");
        try
        {
            var json = JsonNode.Parse(File.ReadAllText(path))!;
            if (json["format"]!.GetValue<int>() is var format && format != Format)
                throw new InvalidInputException(InputKind.Model, path, $"has format {format}; this version reads {Format}");
            foreach (var (name, entry) in json["files"]!.AsObject())
            {
                var file = Path.Combine(folder, Path.GetFileName(name));
                VerifyFile(file, entry!["bytes"]!.GetValue<long>(), entry["sha256"]!.GetValue<string>());
            }
        }
        catch (Exception e) when (e is JsonException or NullReferenceException or InvalidOperationException or FormatException)
        {
            throw new InvalidInputException(InputKind.Model, path, $"not a manifest: {e.Message}", inner: e);
        }
    }

    private static void VerifyFile(string path, long bytes, string sha256)
    {
        var file = new FileInfo(path);
        if (!file.Exists) throw new InvalidInputException(InputKind.Model, path, "is missing");
        if (file.Length != bytes) throw new InvalidInputException(InputKind.Model, path, $"has {file.Length} bytes, {bytes} were written");
        if (FileHash.Sha256(path) != sha256)
            throw new InvalidInputException(InputKind.Model, path, "is damaged: its SHA-256 is not the one that was written");
    }
}
