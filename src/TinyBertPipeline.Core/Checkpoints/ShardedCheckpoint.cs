using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Checkpoints.Storage;
using TinyBertPipeline.Core.Files;
using static TinyBertPipeline.Core.UntrustedText;

namespace TinyBertPipeline.Core.Checkpoints;

/// <summary>
/// A checkpoint in several files of one form: an index names the file of each tensor (<c>weight_map</c>). The files must lie beside the
/// index.
/// </summary>
internal sealed class ShardedCheckpoint : ICheckpointFile
{
    private readonly Dictionary<string, ICheckpointFile> _shards = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ICheckpointFile> _shardOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorEntry> _entries = new(StringComparer.Ordinal);
    private readonly List<string> _files = [];

    private ShardedCheckpoint(string path) => Path = path;

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> WeightFiles => _files;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TensorEntry> Entries => _entries;

    /// <summary>Opens an index and all files that it names.</summary>
    /// <param name="path">The index, for example <c>model.safetensors.index.json</c>; the ending before <c>.index.json</c> tells the
    /// form.</param>
    /// <exception cref="InvalidInputException">The index or a file is broken, or they contradict each other; the message names the
    /// file.</exception>
    public static ShardedCheckpoint Open(string path)
    {
        var checkpoint = new ShardedCheckpoint(path);
        try
        {
            checkpoint.OpenShards();
            return checkpoint;
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void CopyBytes(string name, Span<byte> destination)
    {
        this.Find(name);
        _shardOf[name].CopyBytes(name, destination);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var shard in _shards.Values) shard.Dispose();
    }

    private void OpenShards()
    {
        if (JsonFile.ReadObject(Path, InputKind.Model)["weight_map"] is not JsonObject { Count: > 0 } map)
            throw Refuse("has no weight_map that names the file of each tensor");
        foreach (var (name, node) in map)
        {
            if (node?.GetValueKind() != JsonValueKind.String) throw Refuse($"weight_map {Quote(name)} is not a file name");
            var shard = ShardOf(node.GetValue<string>());
            if (!shard.Entries.TryGetValue(name, out var entry))
                throw Refuse($"says that {Quote(name)} is in {Quote(node.GetValue<string>())}, where it is not");
            _shardOf.Add(name, shard);
            _entries.Add(name, entry);
        }
    }

    private ICheckpointFile ShardOf(string name)
    {
        if (_shards.TryGetValue(name, out var open)) return open;
        if (name is "" or "." or ".." || name.AsSpan().ContainsAny("/\\:\0"))
            throw Refuse($"names the file {Quote(name)}; expected the plain name of a file beside the index");
        var path = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, name);
        if (!File.Exists(path)) throw Refuse($"names the file {Quote(name)}, which is not there");
        var shard = Path.EndsWith(".safetensors.index.json", StringComparison.Ordinal) ? (ICheckpointFile)SafetensorsFile.Open(path)
            : PickleFile.Open(path);
        _files.Add(path);
        _shards.Add(name, shard);
        return shard;
    }

    private InvalidInputException Refuse(string message) => new(InputKind.Model, Path, $"the index {message}");
}
