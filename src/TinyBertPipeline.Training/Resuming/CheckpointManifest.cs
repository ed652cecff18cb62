using System.Text.Json;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Training.Resuming;

/// <summary>The sizes and hashes of a checkpoint's files: <c>manifest.json</c>, written last.</summary>
/// <param name="Format">Number of the layout.</param>
/// <param name="Files">The files by name.</param>
internal sealed record CheckpointManifest(int Format, IReadOnlyDictionary<string, CheckpointFile?>? Files)
{
    /// <summary>The file's name in the checkpoint's folder.</summary>
    public const string FileName = "manifest.json";

    private const int CurrentFormat = 2;

    public static void Write(string folder, IEnumerable<string> names)
    {
        var files = names.ToDictionary(name => name, name => (CheckpointFile?)CheckpointFile.Of(Path.Combine(folder, name)));
        AtomicFile.WriteText(
            Path.Combine(folder, FileName), JsonSerializer.Serialize(new CheckpointManifest(CurrentFormat, files), OptionsFile.Json));
    }

    /// <exception cref="InvalidInputException">There is no manifest, it has another format, or a file is not as it says.</exception>
    public static void Verify(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) throw new InvalidInputException(InputKind.Model, path, "is missing: the checkpoint was not finished");
        var manifest = Read(path);
        if (manifest.Format != CurrentFormat)
            throw new InvalidInputException(InputKind.Model, path, $"has format {manifest.Format}; this version reads {CurrentFormat}");
        foreach (var (name, file) in manifest.Files ?? throw NoManifest(path, "it lists no files"))
        {
            if (file is null) throw NoManifest(path, $"it says nothing of {name}");
            file.Verify(Path.Combine(folder, Path.GetFileName(name)));
        }
    }

    private static CheckpointManifest Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<CheckpointManifest>(File.ReadAllText(path), OptionsFile.Json)
                ?? throw NoManifest(path, "it is null");
        }
        catch (JsonException e)
        {
            throw NoManifest(path, e.Message, e);
        }
    }

    private static InvalidInputException NoManifest(string path, string reason, Exception? inner = null) =>
        new(InputKind.Model, path, $"not a manifest: {reason}", inner: inner);
}

/// <summary>A file of a checkpoint as it was written.</summary>
internal sealed record CheckpointFile(long Bytes, string Sha256)
{
    public static CheckpointFile Of(string path) => new(new FileInfo(path).Length, FileHash.Sha256(path));

    /// <exception cref="InvalidInputException">The file is not the one that was written.</exception>
    public void Verify(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists) throw new InvalidInputException(InputKind.Model, path, "is missing");
        if (file.Length != Bytes) throw new InvalidInputException(InputKind.Model, path, $"has {file.Length} bytes, {Bytes} were written");
        if (FileHash.Sha256(path) != Sha256)
            throw new InvalidInputException(InputKind.Model, path, "is damaged: its SHA-256 is not the one that was written");
    }
}
