using System.Buffers.Binary;
using System.Text;
using TinyBertPipeline.Training.Loop;

namespace TinyBertPipeline.Training.Tests.Loop;

public sealed class EventFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    // The check value of CRC-32C is E3069283; masked as TensorFlow's records have it.
    [Fact]
    public void TheChecksumIsMaskedCrc32C() =>
        Assert.Equal(unchecked((0xE3069283 >> 15 | 0xE3069283 << 17) + 0xA282EAD8), EventFile.MaskedChecksum("123456789"u8));

    [Fact]
    public void EveryRowIsAnEventWithItsStepAndItsFiniteFigures()
    {
        EventFile.Write(_folder.Path, [[new("step", 300), new("loss", double.NaN), new("devF1", 0.5)], [new("step", 600), new("loss", 0.25), new("devF1", 0.75)]], "step");
        var records = Records(File.ReadAllBytes(_folder.File(EventFile.FileName)));
        Assert.Equal(3, records.Count);
        Assert.EndsWith("\u001a\u000dbrain.Event:2", Encoding.Latin1.GetString(records[0]), StringComparison.Ordinal);
        // step 300 = AC 02; summary { value { tag: "devF1" simple_value: 0.5 } }
        Assert.Equal([0x10, 0xAC, 0x02, 0x2A, 14, 0x0A, 12, 0x0A, 5, .. "devF1"u8, 0x15, 0, 0, 0, 0x3F], records[1][9..]);
        Assert.Contains("loss", Encoding.Latin1.GetString(records[2]), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static List<byte[]> Records(byte[] file)
    {
        var records = new List<byte[]>();
        for (var at = 0; at < file.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at));
            Assert.Equal(EventFile.MaskedChecksum(file.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)));
            var content = file[(at + 12)..(at + 12 + length)];
            Assert.Equal(EventFile.MaskedChecksum(content), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)));
            records.Add(content);
            at += 12 + length + 4;
        }
        return records;
    }
}
