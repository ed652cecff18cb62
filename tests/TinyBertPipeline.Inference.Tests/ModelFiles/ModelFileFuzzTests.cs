using CsCheck;
using TinyBertPipeline.Core;
using TinyBertPipeline.Inference.ModelFiles;

namespace TinyBertPipeline.Inference.Tests.ModelFiles;

/// <summary>Changed bytes, cuts and insertions: the readers of untrusted files answer or refuse, and nothing else.</summary>
public sealed class ModelFileFuzzTests
{
    [Theory]
    [InlineData("masked-ids-with-origin.onnx")]
    [InlineData("masked-ids-with-origin.xml")]
    [InlineData("masked-ids-with-origin-as-info.xml")]
    public void AMutatedFileIsReadOrRefused(string name)
    {
        var original = File.ReadAllBytes(TinyModel.Path(name));
        using var folder = new TemporaryFolder();
        var path = folder.File(name);
        var change = Gen.Select(Gen.Int[0, original.Length - 1], Gen.Byte, Gen.Int[0, 3]);
        change.Array[1, 4].Sample(
            changes =>
            {
                File.WriteAllBytes(path, changes.Aggregate(original, Mutate));
                try
                {
                    WeightsOrigin.Read(path, TinyModel.OnnxOptions with { ExpectedWeightsSha256 = TinyModel.WeightsSha256 }).Check(Stream () => Stream.Null);
                }
                catch (InvalidInputException e)
                {
                    Assert.Equal(InputKind.Model, e.Kind);
                }
            },
            iter: 1000, threads: 1);
    }

    [Theory]
    [InlineData(new byte[] { 0x72, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f })]                       // metadata of 2^62 bytes
    [InlineData(new byte[] { 0x72, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01 })]                 // of 2^64 - 1 bytes
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff })]           // a number without end
    [InlineData(new byte[] { 0x3a, 0x00, 0x72, 0x04, 0x0a, 0x7f, 0x61, 0x61 })]                                   // a key longer than its entry
    [InlineData(new byte[] { 0x08, 0x08 })]                                                                       // no graph
    [InlineData(new byte[] { 0x0b })]                                                                             // a group, which ONNX has none of
    public void SizesAreComparedWithTheFileBeforeTheyAreBelieved(byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("model.onnx");
        File.WriteAllBytes(path, bytes);
        Assert.Contains("is no ONNX model", Assert.Throws<InvalidInputException>(() => OnnxFile.ReadMetadata(path, "key")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-32")]
    [InlineData("utf-7")]
    [InlineData("us-ascii")]
    [InlineData("iso-8859-1")]
    [InlineData("utf-8\u00ab")]
    [InlineData("")]
    public void AnIrThatDeclaresAnotherEncodingIsReadAsUtf8OrRefused(string encoding)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("model.xml");
        var mark = "\u00e9";
        foreach (var length in (int[])[0, 30, 4096])
        {
            File.WriteAllText(path, $"<?xml version=\"1.0\" encoding=\"{encoding}\"?><net version=\"11\" name=\"{mark}{new string('x', length)}\"/>");
            try
            {
                Assert.Null(IrFile.ReadMetadata(path, "key"));
            }
            catch (InvalidInputException e)
            {
                Assert.Contains("is no OpenVINO IR", e.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void AnIrThatIsNotUtf8IsRefused()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("model.xml");
        File.WriteAllBytes(path, [.. "<net version=\"11\" name=\""u8, 0xff, .. "\"/>"u8]);
        Assert.Contains("UTF-8", Assert.Throws<InvalidInputException>(() => IrFile.ReadMetadata(path, "key")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OfTwoEntriesWithOneKeyTheLastCounts()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("model.onnx");
        // graph {}, metadata_props { k: a }, metadata_props { k: b }
        File.WriteAllBytes(path, [0x3a, 0x00, 0x72, 0x06, 0x0a, 0x01, 0x6b, 0x12, 0x01, 0x61, 0x72, 0x06, 0x0a, 0x01, 0x6b, 0x12, 0x01, 0x62]);
        Assert.Equal("b", OnnxFile.ReadMetadata(path, "k"));
        Assert.Null(OnnxFile.ReadMetadata(path, "other"));
    }

    private static byte[] Mutate(byte[] bytes, (int Place, byte Value, int Kind) change)
    {
        var place = bytes.Length == 0 ? 0 : change.Place % bytes.Length;
        return change.Kind switch
        {
            0 => bytes[..place],
            1 => [.. bytes[..place], change.Value, .. bytes[place..]],
            2 => [.. bytes[..place], .. bytes[Math.Min(bytes.Length, place + 1)..]],
            _ => [.. bytes[..place], change.Value, .. bytes[Math.Min(bytes.Length, place + 1)..]],
        };
    }
}
