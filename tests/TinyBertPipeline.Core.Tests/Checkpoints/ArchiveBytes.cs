using System.Text;
using TinyBertPipeline.Core.Checkpoints.Archives;

namespace TinyBertPipeline.Core.Tests.Checkpoints;

/// <summary>Writes ZIP archives of stored entries, as torch.save makes them.</summary>
internal static class ArchiveBytes
{
    /// <summary>An archive of the pickle, the storages by number, and the version.</summary>
    public static byte[] Checkpoint(byte[] pickle, params byte[][] storages) =>
        Zip([("archive/data.pkl", pickle), .. storages.Select((storage, i) => ($"archive/data/{i}", storage)),
            ("archive/version", "3\n"u8.ToArray())]);

    public static byte[] Zip(params (string Name, byte[] Bytes)[] entries)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        var places = new List<int>();
        foreach (var (name, bytes) in entries)
        {
            places.Add((int)stream.Length);
            writer.Write(0x04034b50u);
            WriteCommon(writer, name, bytes);
            writer.Write(Encoding.UTF8.GetBytes(name));
            writer.Write(bytes);
        }
        var directory = (int)stream.Length;
        for (var i = 0; i < entries.Length; i++)
        {
            writer.Write(0x02014b50u);
            writer.Write((ushort)20);
            WriteCommon(writer, entries[i].Name, entries[i].Bytes);
            writer.Write(new byte[10]);   // comment length, disk, attributes
            writer.Write(places[i]);
            writer.Write(Encoding.UTF8.GetBytes(entries[i].Name));
        }
        var end = (int)stream.Length;
        writer.Write(0x06054b50u);
        writer.Write(0);
        writer.Write((ushort)entries.Length);
        writer.Write((ushort)entries.Length);
        writer.Write(end - directory);
        writer.Write(directory);
        writer.Write((ushort)0);
        return stream.ToArray();
    }

    // Version, flags, method, time, CRC, two sizes, length of name and extra field.
    private static void WriteCommon(BinaryWriter writer, string name, byte[] bytes)
    {
        writer.Write((ushort)20);
        writer.Write(new byte[8]);
        writer.Write(Crc32.Append(0, bytes));
        writer.Write(bytes.Length);
        writer.Write(bytes.Length);
        writer.Write((ushort)Encoding.UTF8.GetByteCount(name));
        writer.Write((ushort)0);
    }
}
