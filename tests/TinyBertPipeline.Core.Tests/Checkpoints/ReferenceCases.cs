using System.Text.Json;

namespace TinyBertPipeline.Core.Tests.Checkpoints;

/// <summary>
/// The reference checkpoints and the broken ones, with their manifests: those of the reference folder, and where there is none the smaller
/// ones that are copied into Golden and Invalid.
/// </summary>
internal static class ReferenceCases
{
    private static readonly string _copies = Path.Combine(AppContext.BaseDirectory, "Checkpoints");

    private static readonly Manifest _checkpoints = new(Path.Combine(ReferenceData.Root, "checkpoints"), Path.Combine(_copies, "Golden"));
    private static readonly Manifest _abuse = new(Path.Combine(ReferenceData.Root, "abuse"), Path.Combine(_copies, "Invalid"));

    /// <summary>The name of the file that hostile pickles would create in the current folder.</summary>
    public static string PayloadFile => _abuse.Content.GetProperty("payload_file").GetString()!;

    public static IEnumerable<string> Checkpoints(string ending) =>
        _checkpoints.Files.Where(file => file.EndsWith(ending, StringComparison.Ordinal));

    public static IEnumerable<string> Broken(string folder) =>
        _abuse.Files.Where(file => file.StartsWith(folder, StringComparison.Ordinal));

    public static (string Path, JsonElement Entry) Checkpoint(string file) => _checkpoints.Find(file);

    public static (string Path, JsonElement Entry) Broken(string folder, string name) => _abuse.Find(folder + name);

    /// <summary>A broken file or folder of those that are always there.</summary>
    public static string Invalid(params string[] parts) => Path.Combine([_copies, "Invalid", .. parts]);

    public static string Golden(params string[] parts) => Path.Combine([_copies, "Golden", .. parts]);

    private sealed class Manifest
    {
        private readonly string _root;

        public Manifest(string reference, string copy)
        {
            _root = File.Exists(Path.Combine(reference, "manifest.json")) ? reference : copy;
            Content = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_root, "manifest.json"))).RootElement;
        }

        public JsonElement Content { get; }

        public IEnumerable<string> Files =>
            Content.GetProperty("files").EnumerateArray().Select(entry => entry.GetProperty("file").GetString()!);

        public (string Path, JsonElement Entry) Find(string file) =>
            (Path.Combine(_root, file), Content.GetProperty("files").EnumerateArray()
                .Single(entry => entry.GetProperty("file").GetString() == file));
    }
}
