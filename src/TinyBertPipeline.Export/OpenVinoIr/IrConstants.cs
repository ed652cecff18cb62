using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace TinyBertPipeline.Export.OpenVinoIr;

/// <summary>
/// The <c>.bin</c> file: every constant's bytes, little-endian, each at a multiple of 64 (so that mapped pointers are aligned), equal ones
/// stored once.
/// </summary>
internal sealed class IrConstants
{
    private const int Alignment = 64;

    private readonly List<(long Offset, Array Values, int Size)> _blobs = [];
    private readonly Dictionary<string, long> _offsets = new(StringComparer.Ordinal);

    /// <summary>Length of the file.</summary>
    public long Length { get; private set; }

    /// <summary>Takes the values over, which must not change until they are written, and returns where they will be.</summary>
    public (long Offset, long Size) Add<T>(T[] values)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values.AsSpan());
        var key = Convert.ToHexString(SHA256.HashData(bytes));
        if (!_offsets.TryGetValue(key, out var offset))
        {
            offset = (Length + Alignment - 1) / Alignment * Alignment;
            _offsets.Add(key, offset);
            _blobs.Add((offset, values, bytes.Length));
            Length = offset + bytes.Length;
        }
        return (offset, bytes.Length);
    }

    public void WriteTo(Stream stream)
    {
        Span<byte> padding = stackalloc byte[Alignment];
        padding.Clear();
        var position = 0L;
        foreach (var (offset, values, size) in _blobs)
        {
            stream.Write(padding[..(int)(offset - position)]);
            stream.Write(MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(values), size));
            position = offset + size;
        }
    }
}
