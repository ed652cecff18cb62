using TinyBertPipeline.Core.Checkpoints.Pickle;
using TinyBertPipeline.Core.Checkpoints.Storage;

namespace TinyBertPipeline.Core.Checkpoints;

/// <summary>
/// Reads the state dict of a <c>pytorch_model.bin</c>, in the zip form and in the legacy form before PyTorch 1.6, without running anything
/// of it: a Python name in the file selects a case of a switch, and every name that is none of the cases is an error.
/// </summary>
public sealed class PickleFile : ICheckpointFile
{
    // Names may share storages, but what they stand for together is bounded by the file.
    private const int MostCopies = 8;

    private readonly ModelFile _file;
    private readonly IStorageSource _source;
    private readonly Dictionary<string, StridedTensor> _tensors = new(StringComparer.Ordinal);

    private PickleFile(ModelFile file)
    {
        (_file, _source) = (file, OpenForm(file));
        var bytes = 0L;
        foreach (var (name, described) in StateDictionary.Find(file, _source.Root))
        {
            var tensor = new StridedTensor(file.Path, name, described);
            _source.Locate(tensor.Storage, verified: false);
            if (tensor.Entry.ByteLength > MostCopies * file.Length - bytes)
                throw tensor.Entry.Refuse($"of the shape {UntrustedText.Shape(tensor.Entry.Shape)} stands for more than the file holds");
            bytes += tensor.Entry.ByteLength;
            _tensors.Add(name, tensor);
        }
        Entries = _tensors.ToDictionary(tensor => tensor.Key, tensor => tensor.Value.Entry, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public string Path => _file.Path;

    /// <inheritdoc/>
    public IReadOnlyList<string> WeightFiles => [Path];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TensorEntry> Entries { get; }

    /// <summary>Reads and checks the description of the tensors; their elements are read later.</summary>
    /// <exception cref="InvalidInputException">The file is broken, is no state dict, or names Python that is refused.</exception>
    public static PickleFile Open(string path)
    {
        var file = ModelFile.Open(path);
        try
        {
            return new PickleFile(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void CopyBytes(string name, Span<byte> destination)
    {
        if (destination.Length != this.Find(name).ByteLength)
            throw new ArgumentException($"tensor '{name}' has another length", nameof(destination));
        var tensor = _tensors[name];
        tensor.Copy(_file, _source.Locate(tensor.Storage, verified: true), destination);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static IStorageSource OpenForm(ModelFile file)
    {
        var start = file.Read(0, (int)Math.Min(file.Length, 300));
        if (start.AsSpan().StartsWith("PK"u8)) return new ZipStorages(file);
        if (start.AsSpan().StartsWith(LegacyStorages.Magic)) return new LegacyStorages(file);
        if (start.Length >= 262 && start.AsSpan(257, 5).SequenceEqual("ustar"u8))
            throw file.Refuse("is a tar archive of PyTorch 0.1: load it with an old PyTorch and save it again");
        if (start[0] == Opcode.Protocol) throw file.Refuse("is a bare pickle, not a checkpoint of torch.save; nothing of it was run");
        throw file.Refuse("is no checkpoint of torch.save: it begins neither as a ZIP archive nor as the legacy form");
    }
}
