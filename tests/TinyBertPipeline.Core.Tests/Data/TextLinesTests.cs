using System.Text;
using TinyBertPipeline.Core.Data;

namespace TinyBertPipeline.Core.Tests.Data;

public sealed class TextLinesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("one\ntwo\n", "one|two")]
    [InlineData("one\r\ntwo", "one|two")]
    [InlineData("\uFEFFone\n\ntwo\n", "one||two")]
    [InlineData("first\rsecond\nthird\n", "first\rsecond|third")]
    [InlineData("a\u2028b\u0085c\n", "a\u2028b\u0085c")]
    public void ThereAreAsManyTextsAsLines(string content, string texts) =>
        Assert.Equal(texts.Split('|'), TextLines.ReadFile(_folder.Write("texts", content)));

    [Fact]
    public void BytesThatAreNotUtf8AreRefusedWithLineAndOffset()
    {
        using var stream = new MemoryStream([.. "first\nZ"u8, 0xFC, .. "rich\n"u8]);
        var read = new List<string>();
        var e = Assert.Throws<InvalidInputException>(() => read.AddRange(TextLines.Read(stream, "standard input")));
        Assert.Equal(InputKind.Data, e.Kind);
        Assert.Contains("standard input:2: byte offset 7", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ALineIsThereBeforeTheNextHasCome()
    {
        using var stream = new SlowStream("first\n"u8.ToArray(), "second\n"u8.ToArray());
        using var lines = TextLines.Read(stream, "slow").GetEnumerator();
        Assert.True(lines.MoveNext());
        Assert.Equal(("first", 1), (lines.Current, stream.Reads));
        Assert.True(lines.MoveNext());
        Assert.Equal("second", lines.Current);
    }

    private sealed class SlowStream(params byte[][] parts) : MemoryStream
    {
        public int Reads { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            if (Reads == parts.Length) return 0;
            var part = parts[Reads++];
            part.CopyTo(buffer);
            return part.Length;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    }
}
