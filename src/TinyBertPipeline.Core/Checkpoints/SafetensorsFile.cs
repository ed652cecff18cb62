using System.Buffers.Binary;
using TinyBertPipeline.Core.Checkpoints.Storage;

namespace TinyBertPipeline.Core.Checkpoints;

/// <summary>
/// Reads a <c>.safetensors</c> file: 8 bytes header length (little-endian), a JSON header, then the tensors' bytes without gap or overlap.
/// The format: huggingface/safetensors, README.md.
/// </summary>
public sealed class SafetensorsFile : ICheckpointFile
{
    /// <summary>The format's limit on the header, in bytes.</summary>
    public const int MaxHeaderLength = 100_000_000;

    private readonly ModelFile _file;
    private readonly SafetensorsHeader _header;
    private readonly long _dataStart;

    private SafetensorsFile(ModelFile file, SafetensorsHeader header, long dataStart)
    {
        (_file, _header, _dataStart) = (file, header, dataStart);
        Entries = header.Tensors.ToDictionary(tensor => tensor.Key, tensor => tensor.Value.Entry, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public string Path => _file.Path;

    /// <inheritdoc/>
    public IReadOnlyList<string> WeightFiles => [Path];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TensorEntry> Entries { get; }

    /// <summary>The header's <c>__metadata__</c>; empty when there is none.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Reads and checks the header; tensors are read later.</summary>
    /// <exception cref="InvalidInputException">The file breaks a rule of the format; the message names the tensor.</exception>
    public static SafetensorsFile Open(string path)
    {
        var file = ModelFile.Open(path);
        try
        {
            var length = HeaderLength(file);
            var header = SafetensorsHeader.Parse(path, file.Read(8, length), file.Length - 8 - length);
            return new SafetensorsFile(file, header, 8 + length);
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
        _file.Read(_dataStart + _header.Tensors[name].Begin, destination);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // The length is bounded by the file and by the format before anything of its size is allocated.
    private static int HeaderLength(ModelFile file)
    {
        if (file.Length < 8) throw file.Refuse($"has {file.Length} bytes; a safetensors file begins with 8 bytes of header length");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(file.Read(0, 8));
        if (length > MaxHeaderLength)
            throw file.Refuse($"says that its header has {length} bytes; at most {MaxHeaderLength} are allowed: hardly a safetensors file");
        if (length > (ulong)file.Length - 8) throw file.Refuse($"says that its header has {length} bytes; only {file.Length - 8} follow");
        return (int)length;
    }
}
