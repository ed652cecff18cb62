using System.Runtime.InteropServices;

namespace TinyBertPipeline.Core.Checkpoints.Archives;

/// <summary>The checksum of ZIP entries (reflected polynomial EDB88320), eight bytes at a time by eight tables.</summary>
internal static class Crc32
{
    private static readonly uint[][] _tables = Tables();

    /// <summary>Continues a checksum; the first call takes 0.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            var (low, high) = ((uint)word ^ crc, (uint)(word >> 32));
            crc = _tables[7][low & 255] ^ _tables[6][(low >> 8) & 255] ^ _tables[5][(low >> 16) & 255] ^ _tables[4][low >> 24]
                ^ _tables[3][high & 255] ^ _tables[2][(high >> 8) & 255] ^ _tables[1][(high >> 16) & 255] ^ _tables[0][high >> 24];
        }
        foreach (var value in bytes[(words.Length * 8)..]) crc = _tables[0][(crc ^ value) & 255] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[][] Tables()
    {
        uint[][] tables = [.. Enumerable.Range(0, 8).Select(_ => new uint[256])];
        for (var i = 0u; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            tables[0][i] = crc;
        }
        for (var table = 1; table < 8; table++)
        {
            for (var i = 0; i < 256; i++) tables[table][i] = (tables[table - 1][i] >> 8) ^ tables[0][tables[table - 1][i] & 255];
        }
        return tables;
    }
}
