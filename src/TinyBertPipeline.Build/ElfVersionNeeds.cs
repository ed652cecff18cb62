using System.Buffers.Binary;
using System.Text;

namespace TinyBertPipeline.Build;

/// <summary>
/// The version needs of a 64-bit little-endian ELF library: which symbol versions (for example <c>GLIBCXX_3.4.32</c>) it asks of the
/// libraries it links to. Source: System V ABI and the GNU symbol versioning extension (section <c>.gnu.version_r</c>).
/// </summary>
public static class ElfVersionNeeds
{
    private const uint VersionNeedSection = 0x6ffffffe;   // SHT_GNU_verneed
    private const ushort WeakFlag = 2;                    // VER_FLG_WEAK: a missing version is a warning, not a failure

    /// <summary>The offset of <c>vna_flags</c> of the entry named <paramref name="version"/>, or -1 when the library does not ask for it.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a 64-bit little-endian ELF file, or its tables leave the file.</exception>
    public static int FindFlags(ReadOnlySpan<byte> elf, string version)
    {
        if (elf.Length < 64 || !elf[..6].SequenceEqual("\u007fELF\u0002\u0001"u8))
            throw new InvalidDataException("not a 64-bit little-endian ELF file");
        var sections = Offset(elf, 0x28);
        int size = UInt16(elf, 0x3a), count = UInt16(elf, 0x3c);
        for (var i = 0; i < count; i++)
        {
            var header = sections + i * size;
            if (UInt32(elf, header + 4) != VersionNeedSection) continue;
            var names = Offset(elf, sections + (int)UInt32(elf, header + 0x28) * size + 0x18);   // sh_link: its string table
            var found = FindFlags(elf, Offset(elf, header + 0x18), names, version);
            if (found >= 0) return found;
        }
        return -1;
    }

    /// <summary>Marks the entry whose flags are at <paramref name="flags"/> as weak; false when it was weak already.</summary>
    public static bool MarkWeak(Span<byte> elf, int flags)
    {
        var value = UInt16(elf, flags);
        if ((value & WeakFlag) != 0) return false;
        BinaryPrimitives.WriteUInt16LittleEndian(elf[flags..], (ushort)(value | WeakFlag));
        return true;
    }

    private static int FindFlags(ReadOnlySpan<byte> elf, int need, int names, string version)
    {
        while (true)
        {
            var entry = need + (int)UInt32(elf, need + 8);                  // vn_aux
            for (var left = UInt16(elf, need + 2); left > 0; left--)        // vn_cnt
            {
                if (Name(elf, names + (int)UInt32(elf, entry + 8)) == version) return entry + 4;
                entry += (int)UInt32(elf, entry + 12);                      // vna_next
            }
            var next = (int)UInt32(elf, need + 12);                         // vn_next
            if (next <= 0) return -1;
            need += next;
        }
    }

    private static string Name(ReadOnlySpan<byte> elf, int start)
    {
        var rest = Slice(elf, start, 1, elf.Length - start);
        var end = rest.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? rest : rest[..end]);
    }

    private static int Offset(ReadOnlySpan<byte> elf, int at)
    {
        var value = BinaryPrimitives.ReadUInt64LittleEndian(Slice(elf, at, 8, 8));
        return value < (ulong)elf.Length ? (int)value : throw new InvalidDataException($"offset {value} at {at} lies outside the file");
    }

    private static ushort UInt16(ReadOnlySpan<byte> elf, int at) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(elf, at, 2, 2));

    private static uint UInt32(ReadOnlySpan<byte> elf, int at) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(elf, at, 4, 4));

    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> elf, int at, int least, int length) =>
        at >= 0 && at <= elf.Length - least ? elf.Slice(at, Math.Min(length, elf.Length - at))
            : throw new InvalidDataException($"a table entry at {at} lies outside the file");
}
