using System.Buffers.Binary;
using System.Text;

namespace TinyBertPipeline.Build.Tests;

/// <summary>A smallest possible ELF64 file with a version-need section for two versions of one library.</summary>
internal static class ElfLibrary
{
    public const int FlagsOfSecondVersion = 0x40 + 16 + 16 + 4;

    public static byte[] WithVersionNeeds(string first, string second)
    {
        const int needs = 0x40, strings = 0x80, sections = 0x100;
        var elf = new byte[sections + 3 * 64];
        "\u007fELF\u0002\u0001"u8.CopyTo(elf);
        Write64(elf, 0x28, sections);
        Write16(elf, 0x3a, 64);
        Write16(elf, 0x3c, 3);

        var names = Encoding.ASCII.GetBytes($"\0{first}\0{second}\0");
        names.CopyTo(elf, strings);
        Write16(elf, needs + 2, 2);            // vn_cnt
        Write32(elf, needs + 8, 16);           // vn_aux
        Write32(elf, needs + 16 + 8, 1);       // vna_name of the first
        Write32(elf, needs + 16 + 12, 16);     // vna_next
        Write32(elf, needs + 32 + 8, (uint)(2 + first.Length));

        Write32(elf, sections + 64 + 4, 0x6ffffffe);   // SHT_GNU_verneed
        Write64(elf, sections + 64 + 0x18, needs);
        Write32(elf, sections + 64 + 0x28, 2);         // sh_link
        Write64(elf, sections + 128 + 0x18, strings);
        return elf;
    }

    private static void Write16(byte[] elf, int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(elf.AsSpan(at), value);

    private static void Write32(byte[] elf, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(elf.AsSpan(at), value);

    private static void Write64(byte[] elf, int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(elf.AsSpan(at), value);
}
