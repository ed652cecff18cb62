using System.Text;
using TinyBertPipeline.Core.Checkpoints.Archives;
using TinyBertPipeline.Core.Checkpoints.Storage;
using static TinyBertPipeline.Core.UntrustedText;

namespace TinyBertPipeline.Core.Checkpoints.Pickle;

/// <summary>The form since PyTorch 1.6: an archive with NAME/data.pkl and one entry NAME/data/KEY per storage.</summary>
internal sealed class ZipStorages : IStorageSource
{
    private readonly ModelFile _file;
    private readonly StoredArchive _archive;
    private readonly string _root;

    /// <exception cref="InvalidInputException">It is no such archive.</exception>
    public ZipStorages(ModelFile file)
    {
        (_file, _archive) = (file, StoredArchive.Open(file));
        _root = FindRoot();
        if (Find("constants.pkl") is not null
            || _archive.Entries.Keys.Any(name => name.StartsWith($"{_root}/code/", StringComparison.Ordinal)))
            throw file.Refuse("is a TorchScript archive: save the weights alone, torch.save(model.state_dict(), path)");
        if (Find("byteorder") is { } order && ReadShort(order) is not "little" and var found)
            throw file.Refuse($"has the byte order {Quote(found)}; only 'little' can be read");
        var pickle = Find("data.pkl")
            ?? throw file.Refuse($"has no entry {Quote($"{_root}/data.pkl")}: it was not written by torch.save");
        _archive.Verify(pickle);
        var input = new PickleInput(file, pickle.Begin, pickle.Length);
        Root = RestrictedUnpickler.Read(input).Root;
        if (input.Remaining > 0) throw input.Refuse($"is followed by {input.Remaining} bytes");
    }

    /// <inheritdoc/>
    public object? Root { get; }

    /// <inheritdoc/>
    public long Locate(PickleStorage storage, bool verified)
    {
        var entry = Find($"data/{storage.Key}")
            ?? throw _file.Refuse($"has no storage {Quote(storage.Key)}, which a tensor needs");
        if (entry.Length != storage.Count * storage.Type.Size())
            throw _file.Refuse($"storage {Quote(storage.Key)} has {entry.Length} bytes for {storage.Count} elements of {storage.Type}");
        if (verified) _archive.Verify(entry);
        return entry.Begin;
    }

    private string FindRoot()
    {
        string[] roots = [.. _archive.Entries.Keys.Select(name => name.Split('/')[0]).Distinct(StringComparer.Ordinal).Take(2)];
        return roots switch
        {
            [] => throw _file.Refuse("is an archive without entries"),
            [var root] => root,
            _ => throw _file.Refuse($"is an archive with two roots, {Quote(roots)}; torch.save makes one"),
        };
    }

    private ArchiveEntry? Find(string name) => _archive.Entries.GetValueOrDefault($"{_root}/{name}");

    private string ReadShort(ArchiveEntry entry)
    {
        _archive.Verify(entry);
        return Encoding.Latin1.GetString(_file.Read(entry.Begin, (int)Math.Min(entry.Length, 16)));
    }
}
