using System.Buffers.Binary;
using System.Text;
using TinyBertPipeline.Core.Checkpoints.Storage;
using static TinyBertPipeline.Core.UntrustedText;

namespace TinyBertPipeline.Core.Checkpoints.Archives;

/// <summary>One entry of a ZIP archive's central directory.</summary>
internal sealed class DirectoryRecord
{
    private const uint Signature = 0x02014b50, LocalSignature = 0x04034b50;
    private const int FixedLength = 46, LocalLength = 30;
    private const ushort Encrypted = 1, SizesFollow = 8, StronglyEncrypted = 64, Masked = 8192, Size64 = 1;

    private static readonly UTF8Encoding _strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _name;
    private readonly byte[] _nameBytes;
    private readonly uint _crc;
    private readonly long _length;

    private DirectoryRecord(ModelFile file, ReadOnlySpan<byte> bytes, int nameLength, int extraLength)
    {
        _nameBytes = bytes.Slice(FixedLength, nameLength).ToArray();
        _name = CheckedName(file, _nameBytes);
        var flags = UInt16(bytes, 8);
        if ((flags & (Encrypted | StronglyEncrypted | Masked)) != 0) throw Refuse(file, "is encrypted");
        if (UInt16(bytes, 10) is not 0 and var method)
            throw Refuse(file, $"is compressed (method {method}); torch.save stores its entries, so something else made this archive");
        _crc = UInt32(bytes, 16);
        (_length, var packedLength, LocalHeader) = Sizes(file, bytes, bytes.Slice(FixedLength + nameLength, extraLength));
        if (packedLength != _length) throw Refuse(file, $"is stored, but takes {packedLength} bytes for {_length}");
        if (UInt16(bytes, 34) is not (0 or ushort.MaxValue)) throw Refuse(file, "is in another part of the archive");
    }

    /// <summary>Where the entry's own header is.</summary>
    public long LocalHeader { get; }

    /// <exception cref="InvalidInputException">The directory is broken, or has an entry that is refused.</exception>
    public static IEnumerable<DirectoryRecord> ReadAll(ModelFile file, DirectoryEnd end)
    {
        var bytes = file.Read(end.Begin, end.Length);
        var position = 0;
        for (var i = 0; i < end.Entries; i++)
        {
            var rest = bytes.AsSpan(position);
            if (rest.Length < FixedLength || UInt32(rest, 0) != Signature) throw file.Refuse($"has a broken ZIP directory at entry {i}");
            var (name, extra, comment) = (UInt16(rest, 28), UInt16(rest, 30), UInt16(rest, 32));
            var length = FixedLength + name + extra + comment;
            if (rest.Length < length) throw file.Refuse($"has a ZIP directory that ends inside entry {i}");
            position += length;
            yield return new DirectoryRecord(file, rest, name, extra);
        }
        if (position != bytes.Length) throw file.Refuse($"has {bytes.Length - position} bytes after the last entry of its ZIP directory");
    }

    /// <summary>Finds the entry's bytes behind its own header, which must say the same as the directory.</summary>
    public ArchiveEntry Locate(ModelFile file, long end)
    {
        if (LocalHeader < 0 || LocalHeader > end - LocalLength - _nameBytes.Length)
            throw Refuse(file, $"is said to begin at byte {LocalHeader}");
        ReadOnlySpan<byte> header = file.Read(LocalHeader, LocalLength + _nameBytes.Length);
        var begin = LocalHeader + LocalLength + UInt16(header, 26) + UInt16(header, 28);
        if (UInt32(header, 0) != LocalSignature || UInt16(header, 8) != 0 || !header[LocalLength..].SequenceEqual(_nameBytes)
            || UInt16(header, 26) != _nameBytes.Length)
            throw Refuse(file, "has a header that contradicts the directory");
        if ((UInt16(header, 6) & SizesFollow) == 0 && !HasSizes(header))
            throw Refuse(file, "has other sizes in its header than in the directory");
        if (_length < 0 || begin > end || _length > end - begin)
            throw Refuse(file, $"is said to have {_length} bytes; {Math.Max(0, end - begin)} are there");
        return new ArchiveEntry(_name, begin, _length, _crc);
    }

    private bool HasSizes(ReadOnlySpan<byte> header) =>
        UInt32(header, 14) == _crc && UInt32(header, 18) is var packed && UInt32(header, 22) is var length
        && (packed == _length || packed == uint.MaxValue) && (length == _length || length == uint.MaxValue);

    private (long Length, long Packed, long Header) Sizes(ModelFile file, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> extra)
    {
        long length = UInt32(bytes, 24), packed = UInt32(bytes, 20), header = UInt32(bytes, 42);
        if (length != uint.MaxValue && packed != uint.MaxValue && header != uint.MaxValue) return (length, packed, header);
        while (extra.Length >= 4)
        {
            var size = UInt16(extra, 2);
            if (size > extra.Length - 4) break;
            if (UInt16(extra, 0) == Size64)
            {
                var field = extra.Slice(4, size);
                if (Widen(ref length, ref field) && Widen(ref packed, ref field) && Widen(ref header, ref field))
                    return (length, packed, header);
                break;
            }
            extra = extra[(4 + size)..];
        }
        throw Refuse(file, "lacks its 64-bit sizes");
    }

    private static bool Widen(ref long value, ref ReadOnlySpan<byte> field)
    {
        if (value != uint.MaxValue) return true;
        if (field.Length < 8) return false;
        value = BinaryPrimitives.ReadInt64LittleEndian(field);
        field = field[8..];
        return true;
    }

    private static string CheckedName(ModelFile file, byte[] bytes)
    {
        string name;
        try
        {
            name = _strictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidInputException(InputKind.Model, file.Path, "has an entry whose name is not UTF-8", inner: e);
        }
        var isPath = name.Split('/').Any(part => part is "" or "." or "..") || name.AsSpan().ContainsAny('\\', ':', '\0');
        return isPath ? throw file.Refuse($"entry {Quote(name)} is named like a path out of its folder") : name;
    }

    private InvalidInputException Refuse(ModelFile file, string message) => file.Refuse($"entry {Quote(_name)} {message}");

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
