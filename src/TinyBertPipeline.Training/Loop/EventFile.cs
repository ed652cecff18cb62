using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Training.Loop;

/// <summary>
/// The figures of <c>metrics.csv</c> for TensorBoard: records of a length, its masked CRC-32C, an event and its masked CRC-32C, each event a
/// protobuf message. Sources: tensorflow/core/lib/io/record_writer.cc, tensorflow/core/util/event.proto, framework/summary.proto.
/// </summary>
internal static class EventFile
{
    /// <summary>The file's name in the run's folder; TensorBoard looks for <c>tfevents</c> in names.</summary>
    public const string FileName = "events.out.tfevents.0.tinybert";

    private const string Version = "brain.Event:2";

    /// <summary>Writes an event for each row; figures that are not finite are left out.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="rows">The rows of the table.</param>
    /// <param name="counter">The figure that counts the steps.</param>
    /// <exception cref="EnvironmentException">The file cannot be written.</exception>
    public static void Write(string folder, IReadOnlyList<IReadOnlyList<KeyValuePair<string, double>>> rows, string counter)
    {
        var now = (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds;
        AtomicFile.Write(Path.Combine(folder, FileName), stream =>
        {
            WriteRecord(stream, Event(now, 0, 3, Encoding.UTF8.GetBytes(Version)));
            foreach (var row in rows)
            {
                var step = (long)row.First(figure => figure.Key == counter).Value;
                WriteRecord(stream, Event(now, step, 5, Summary(row.Where(figure => figure.Key != counter && double.IsFinite(figure.Value)))));
            }
        });
    }

    // Event: double wall_time = 1; int64 step = 2; string file_version = 3 or Summary summary = 5.
    private static byte[] Event(double time, long step, int field, byte[] content)
    {
        var message = new List<byte> { 1 << 3 | 1 };
        message.AddRange(BitConverter.GetBytes(BitConverter.DoubleToInt64Bits(time)));
        message.Add(2 << 3);
        AddNumber(message, (ulong)step);
        AddBytes(message, field, content);
        return [.. message];
    }

    // Summary: repeated Value value = 1; Value: string tag = 1; float simple_value = 2.
    private static byte[] Summary(IEnumerable<KeyValuePair<string, double>> figures)
    {
        var message = new List<byte>();
        foreach (var (name, figure) in figures)
        {
            var value = new List<byte>();
            AddBytes(value, 1, Encoding.UTF8.GetBytes(name));
            value.Add(2 << 3 | 5);
            value.AddRange(BitConverter.GetBytes(BitConverter.SingleToInt32Bits((float)figure)));
            AddBytes(message, 1, [.. value]);
        }
        return [.. message];
    }

    private static void AddBytes(List<byte> message, int field, byte[] content)
    {
        message.Add((byte)(field << 3 | 2));
        AddNumber(message, (ulong)content.Length);
        message.AddRange(content);
    }

    private static void AddNumber(List<byte> message, ulong number)
    {
        for (; number >= 0x80; number >>= 7) message.Add((byte)(number | 0x80));
        message.Add((byte)number);
    }

    private static void WriteRecord(Stream stream, byte[] content)
    {
        Span<byte> head = stackalloc byte[12], tail = stackalloc byte[4];
        BinaryPrimitives.WriteUInt64LittleEndian(head, (ulong)content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], MaskedChecksum(head[..8]));
        BinaryPrimitives.WriteUInt32LittleEndian(tail, MaskedChecksum(content));
        stream.Write(head);
        stream.Write(content);
        stream.Write(tail);
    }

    /// <summary>CRC-32C (Castagnoli), turned and shifted, as a checksum of data that hold checksums would be weak.</summary>
    internal static uint MaskedChecksum(ReadOnlySpan<byte> bytes)
    {
        var crc = ~0u;
        foreach (var value in bytes) crc = BitOperations.Crc32C(crc, value);
        return unchecked(BitOperations.RotateRight(~crc, 15) + 0xa282ead8);
    }
}
