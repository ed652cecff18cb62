using System.Collections;
using System.IO.Compression;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Files;
using TorchSharp;
using TorchSharp.PyBridge;

namespace TinyBertPipeline.Training.Checkpoints;

/// <summary>Writes <c>pytorch_model.bin</c> for Python users, by TorchSharp.PyBridge: a state dict as torch.save makes it.</summary>
public static class PyTorchExporter
{
    /// <summary>Writes the weights, once they were read back with the restricted reader and compared tensor by tensor.</summary>
    /// <param name="weights">The weights; tied tensors are written twice, as torch.save does for tensors of their own.</param>
    /// <param name="path">The file, replaced when it exists.</param>
    /// <exception cref="Core.EnvironmentException">libtorch does not load, or the file cannot be written.</exception>
    /// <exception cref="InvalidDataException">What was written is not what is in memory.</exception>
    public static void Write(BertWeights weights, string path)
    {
        LibTorch.EnsureLoaded();
        using var scratch = new ScratchFolder();
        var stored = scratch.Sub("stored");
        using (FileStream packed = new(scratch.Sub("packed"), FileMode.CreateNew), target = new(stored, FileMode.CreateNew))
        {
            Pickle(weights, packed);
            Store(packed, target);
        }
        Verify(weights, stored);
        AtomicFile.Write(path, stream =>
        {
            using var source = File.OpenRead(stored);
            source.CopyTo(stream);
        });
    }

    private static void Pickle(BertWeights weights, Stream stream)
    {
        using var scope = torch.NewDisposeScope();
        IDictionary state = new Dictionary<string, torch.Tensor>();
        foreach (var (name, shape, values) in weights.Tensors.Values) state.Add(name, torch.tensor(values, shape));
        PyTorchPickler.PickleStateDict(stream, state, leaveOpen: true);
    }

    // PyBridge compresses the entries; torch.save stores them, and only stored ones can be mapped into memory or read here.
    private static void Store(Stream packed, Stream stream)
    {
        using var source = new ZipArchive(packed, ZipArchiveMode.Read, leaveOpen: true);
        using var target = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var entry in source.Entries)
        {
            using var from = entry.Open();
            using var to = target.CreateEntry(entry.FullName, CompressionLevel.NoCompression).Open();
            from.CopyTo(to);
        }
    }

    private static void Verify(BertWeights weights, string path)
    {
        using var file = PickleFile.Open(path);
        if (file.Entries.Count != weights.Tensors.Count)
            throw new InvalidDataException($"{path} holds {file.Entries.Count} tensors instead of {weights.Tensors.Count}");
        foreach (var (name, shape, values) in weights.Tensors.Values)
        {
            if (!file.Entries.TryGetValue(name, out var entry) || !entry.Shape.AsSpan().SequenceEqual(shape)
                || !file.ReadFloats(name).AsSpan().SequenceEqual(values))
                throw new InvalidDataException($"{path}: tensor '{name}' is not what was to be written");
        }
    }
}
