using System.Text;
using CsCheck;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Spans;

namespace TinyBertPipeline.Core.Tests.Data.Spans;

public sealed class OffsetMapTests
{
    [Fact]
    public void OffsetsGoThereAndBackInEveryUnit() => Gen.String[Gen.Char["aé中 "], 0, 6].Array[0, 4].Sample(parts =>
    {
        var text = string.Join("😀", parts);
        var (unit, point, bytes) = (0, 0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            Check();
            unit += rune.Utf16SequenceLength;
            point++;
            bytes += rune.Utf8SequenceLength;
        }
        Check();

        void Check()
        {
            foreach (var (kind, offset) in new[] { (OffsetUnit.Utf16, unit), (OffsetUnit.CodePoints, point), (OffsetUnit.Bytes, bytes) })
            {
                var map = OffsetMap.Create(text, kind);
                Assert.Equal((unit, offset), (map.ToUtf16(offset), map.FromUtf16(unit)));
            }
        }
    }, iter: 500);

    [Theory]
    [InlineData(OffsetUnit.Utf16, -1)]
    [InlineData(OffsetUnit.Utf16, 1)]                           // inside of the pair
    [InlineData(OffsetUnit.Utf16, 4)]
    [InlineData(OffsetUnit.CodePoints, 3)]
    [InlineData(OffsetUnit.Bytes, 2)]
    [InlineData(OffsetUnit.Bytes, 6)]
    [InlineData(OffsetUnit.Bytes, long.MaxValue)]
    public void OffsetsOutsideOfTheTextOrInsideACharacterAreNone(OffsetUnit unit, long offset) =>
        Assert.Equal(-1, OffsetMap.Create("😀a", unit).ToUtf16(offset));

    [Fact]
    public void BytesAreThoseOfUtf8() => Assert.Equal(Encoding.UTF8.GetByteCount("aé中😀"), OffsetMap.Create("aé中😀", OffsetUnit.Bytes).Length);
}
