using System.Buffers.Binary;
using TinyBertPipeline.Core.Checkpoints.Storage;
using static TinyBertPipeline.Core.UntrustedText;

namespace TinyBertPipeline.Core.Checkpoints.Pickle;

/// <summary>
/// The form before PyTorch 1.6: pickles of a magic number, a protocol number, the system, the weights and the list of storage keys, one
/// after the other, then each storage as 8 bytes count and its elements (torch/serialization.py, _legacy_save).
/// </summary>
internal sealed class LegacyStorages : IStorageSource
{
    private const long ProtocolVersion = 1001;

    private readonly ModelFile _file;
    private readonly Dictionary<string, (long Begin, PickleStorage Storage)> _places = new(StringComparer.Ordinal);

    /// <exception cref="InvalidInputException">The file breaks the form.</exception>
    public LegacyStorages(ModelFile file)
    {
        _file = file;
        var input = new PickleInput(file, Magic.Length, file.Length - Magic.Length);
        if (RestrictedUnpickler.Read(input).Root is not ProtocolVersion)
            throw input.Refuse($"is not of the legacy protocol {ProtocolVersion}");
        if (RestrictedUnpickler.Read(input).Root is not PickleDictionary system)
            throw input.Refuse("does not describe the system that wrote it");
        if (!system.Items.Contains(("little_endian", true))) throw input.Refuse("was written with another byte order than little-endian");
        var content = RestrictedUnpickler.Read(input);
        Root = content.Root;
        if (RestrictedUnpickler.Read(input).Root is not List<object?> keys) throw input.Refuse("has no list of storages");
        Place(keys, content.Storages, input.Position);
    }

    /// <summary>The pickle of the magic number, with which every legacy file begins.</summary>
    public static ReadOnlySpan<byte> Magic => [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e];

    /// <inheritdoc/>
    public object? Root { get; }

    /// <inheritdoc/>
    public long Locate(PickleStorage storage, bool verified) => _places.TryGetValue(storage.Key, out var place) && place.Storage == storage
        ? place.Begin
        : throw _file.Refuse($"has no storage {Quote(storage.Key)} of {storage.Count} {storage.Type}, which a tensor needs");

    // Without its type a storage's bytes cannot be counted, so every listed storage must be one that the pickle mentions.
    private void Place(List<object?> keys, IReadOnlyDictionary<string, PickleStorage> storages, long position)
    {
        foreach (var item in keys)
        {
            if (item is not string key || !storages.TryGetValue(key, out var storage))
                throw _file.Refuse("lists a storage that it does not describe");
            var length = storage.Count * storage.Type.Size();
            if (position > _file.Length - 8 || length > _file.Length - 8 - position)
                throw _file.Refuse($"ends inside storage {Quote(key)}, which takes {length} bytes");
            if (BinaryPrimitives.ReadInt64LittleEndian(_file.Read(position, 8)) != storage.Count)
                throw _file.Refuse($"storage {Quote(key)} has another count than the {storage.Count} elements that its tensors claim");
            if (!_places.TryAdd(key, (position + 8, storage))) throw _file.Refuse($"lists storage {Quote(key)} twice");
            position += 8 + length;
        }
        if (position != _file.Length) throw _file.Refuse($"has {_file.Length - position} bytes after its last storage");
    }
}
