using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Checkpoints.Pickle;

namespace TinyBertPipeline.Core.Tests.Checkpoints;

public sealed class LegacyStoragesTests
{
    private static readonly byte[] _four = [.. new float[] { 1, 2, 3, 4 }.SelectMany(BitConverter.GetBytes)];

    [Fact]
    public void ALegacyTrainerCheckpointIsReadThoughItsOptimizerHasStoragesToo()
    {
        using var folder = new TemporaryFolder();
        using var file = Open(folder, Legacy(LegacyWeights(), Storage(4, _four), Storage(1, BitConverter.GetBytes(7L))));
        Assert.Equal(new float[] { 1, 3, 2, 4 }, file.ReadFloats("w"));
        Assert.Single(file.Entries);
    }

    [Theory]
    [InlineData("byte order", "another byte order")]
    [InlineData("count", "another count")]
    [InlineData("cut", "ends inside storage '1'")]
    [InlineData("more", "after its last storage")]
    [InlineData("unknown key", "that it does not describe")]
    public void BrokenLegacyFilesAreRefused(string fault, string reason)
    {
        byte[] first = fault == "count" ? Storage(5, _four) : Storage(4, _four), second = Storage(1, BitConverter.GetBytes(7L));
        if (fault == "cut") second = second[..^1];
        if (fault == "more") second = [.. second, 0];
        string[] keys = fault == "unknown key" ? ["0", "9"] : ["0", "1"];
        var bytes = Legacy(LegacyWeights(), littleEndian: fault != "byte order", keys, first, second);
        using var folder = new TemporaryFolder();
        Assert.Contains(reason, Assert.Throws<InvalidInputException>(() => Open(folder, bytes)).Message, StringComparison.Ordinal);
    }

    // {"model": {"w": the transposed 2x2 view}, "optimizer": a tensor of another storage}
    private static byte[] LegacyWeights() =>
        new PickleBytes().Op('}').Text("model").Op('}').Text("w").Tensor("0", 4, [2, 2], [1, 2], legacy: true).Op('s', 's')
        .Text("optimizer").Op(']').Tensor("1", 1, [1], [1], storage: "LongStorage", legacy: true).Op('a', 's').Stop();

    private static byte[] Legacy(byte[] weights, params byte[][] storages) => Legacy(weights, littleEndian: true, ["0", "1"], storages);

    private static byte[] Legacy(byte[] weights, bool littleEndian, string[] keys, params byte[][] storages)
    {
        var system = new PickleBytes().Op('}').Text("little_endian").Raw(littleEndian ? (byte)0x88 : (byte)0x89).Op('s').Stop();
        var list = new PickleBytes().Op(']');
        foreach (var key in keys) list.Text(key).Op('a');
        return [.. LegacyStorages.Magic, .. new PickleBytes().Number(1001).Stop(), .. system, .. weights, .. list.Stop(),
            .. storages.SelectMany(bytes => bytes)];
    }

    private static byte[] Storage(long count, byte[] bytes) => [.. BitConverter.GetBytes(count), .. bytes];

    private static PickleFile Open(TemporaryFolder folder, byte[] bytes)
    {
        File.WriteAllBytes(folder.File("a.bin"), bytes);
        return PickleFile.Open(folder.File("a.bin"));
    }
}
