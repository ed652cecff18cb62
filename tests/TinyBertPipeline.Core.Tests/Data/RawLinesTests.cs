using System.Text;
using CsCheck;
using TinyBertPipeline.Core.Data;

namespace TinyBertPipeline.Core.Tests.Data;

public sealed class RawLinesTests
{
    [Fact]
    public void TheLinesOfAnyTextAreAllItsBytes() => Gen.String[Gen.Char["a中\n\r \uFEFF\0"], 0, 40].Sample(text =>
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var lines = RawLines.Read(new MemoryStream(bytes), "x").ToArray();
        Assert.Equal(bytes, lines.SelectMany(line => line.Bytes));
        Assert.Equal(Enumerable.Range(1, lines.Length).Select(number => (long)number), lines.Select(line => line.Number));
        foreach (var line in lines)
        {
            Assert.Equal(line.Bytes, (byte[])[.. line.Before, .. line.Content, .. line.After]);
            Assert.True(line.Content.IndexOf((byte)'\n') < 0);
            Assert.True(line.Before.IsEmpty || line.Number == 1);
        }
    });

    [Fact]
    public void BytesThatAreNoUtf8AreRefusedWithTheirLine()
    {
        var refusal = Assert.Throws<InvalidInputException>(() => RawLines.Read(new MemoryStream([65, 10, 0xFF, 10]), "x").ToList());
        Assert.Equal((2L, "x:2: byte offset 2: byte 0xFF is not valid UTF-8; convert the file to UTF-8"), (refusal.Line, refusal.Message));
    }
}
