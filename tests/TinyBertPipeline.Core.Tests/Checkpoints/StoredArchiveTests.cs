using System.IO.Compression;
using System.Text;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Checkpoints.Archives;
using TinyBertPipeline.Core.Checkpoints.Storage;

namespace TinyBertPipeline.Core.Tests.Checkpoints;

public sealed class StoredArchiveTests
{
    private static readonly byte[] _archive = ArchiveBytes.Zip(("a/x", "hello"u8.ToArray()), ("a/yy", []), ("a/z", new byte[300]));

    [Fact]
    public void EntriesAreFoundWhereTheyLie()
    {
        using var folder = new TemporaryFolder();
        using var file = Open(folder, _archive);
        var archive = StoredArchive.Open(file);
        Assert.Equal(["a/x", "a/yy", "a/z"], archive.Entries.Keys);
        Assert.Equal("hello", Encoding.ASCII.GetString(file.Read(archive.Entries["a/x"].Begin, 5)));
        Assert.All(archive.Entries.Values, archive.Verify);
    }

    [Fact]
    public void AnotherWritersArchiveIsReadAlike()
    {
        using var folder = new TemporaryFolder();
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("a/x", CompressionLevel.NoCompression).Open();
            entry.Write("hello"u8);
        }
        using var file = Open(folder, stream.ToArray());
        var archive = StoredArchive.Open(file);
        archive.Verify(archive.Entries["a/x"]);
        Assert.Equal(5, archive.Entries["a/x"].Length);
    }

    // Offsets are those of the fields in the local header of a/x, in its directory record and in the end of the directory.
    [Theory]
    [InlineData("Local", 0, 0x51, "contradicts the directory")]
    [InlineData("Local", 8, 8, "contradicts the directory")]
    [InlineData("Local", 22, 6, "other sizes")]
    [InlineData("Local", 26, 2, "contradicts the directory")]
    [InlineData("Local", 30, 'b', "contradicts the directory")]
    [InlineData("Record", 0, 0, "broken ZIP directory at entry 0")]
    [InlineData("Record", 8, 1, "'a/x' is encrypted")]
    [InlineData("Record", 10, 8, "'a/x' is compressed (method 8)")]
    [InlineData("Record", 20, 6, "takes 6 bytes for 5")]
    [InlineData("Record", 28, 200, "ends inside entry 0")]
    [InlineData("Record", 34, 1, "another part")]
    [InlineData("Record", 42, 38, "contradicts the directory")]
    [InlineData("Record", 46, '/', "named like a path")]
    [InlineData("Record", 47, '\\', "named like a path")]
    [InlineData("Record", 46, 0xff, "not UTF-8")]
    [InlineData("End", 4, 1, "several parts")]
    [InlineData("End", 8, 2, "several parts")]
    [InlineData("End", 12, 1, "must end at byte")]
    [InlineData("End", 16, 1, "must end at byte")]
    [InlineData("End", 20, 1, "no end of a ZIP directory")]
    public void ContradictionsAreRefused(string record, int offset, int value, string reason)
    {
        var bytes = _archive.ToArray();
        bytes[Begin(record) + offset] = (byte)value;
        using var folder = new TemporaryFolder();
        using var file = Open(folder, bytes);
        Assert.Contains(reason, Assert.Throws<InvalidInputException>(() => StoredArchive.Open(file)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/x")]
    [InlineData("a//x")]
    [InlineData("a/./x")]
    [InlineData("a/")]
    [InlineData("C:/x")]
    [InlineData("a\\x")]
    [InlineData("")]
    public void NamesLikePathsAreRefused(string name)
    {
        using var folder = new TemporaryFolder();
        using var file = Open(folder, ArchiveBytes.Zip((name, [1])));
        Assert.Contains("named like a path", Assert.Throws<InvalidInputException>(() => StoredArchive.Open(file)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void OneEntryOverAnotherIsRefused()
    {
        var inner = ArchiveBytes.Zip(("b", [1, 2, 3]));
        var bytes = ArchiveBytes.Zip(("a", inner), ("b", [1, 2, 3]));
        // The directory's second record points at the header that lies inside of the first entry's bytes.
        var record = bytes.AsSpan().LastIndexOf("PK\x01\x02"u8);
        BitConverter.TryWriteBytes(bytes.AsSpan(record + 42), 31);
        using var folder = new TemporaryFolder();
        using var file = Open(folder, bytes);
        Assert.Contains("overlap", Assert.Throws<InvalidInputException>(() => StoredArchive.Open(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryCutIsRefused()
    {
        using var folder = new TemporaryFolder();
        for (var length = 1; length < _archive.Length; length++)
        {
            using var file = Open(folder, _archive[..length]);
            Assert.Throws<InvalidInputException>(() => StoredArchive.Open(file));
        }
    }

    [Theory]
    [InlineData("", 0u)]
    [InlineData("123456789", 0xCBF43926)]
    public void TheChecksumIsThatOfZip(string text, uint crc) => Assert.Equal(crc, Crc32.Append(0, Encoding.ASCII.GetBytes(text)));

    private static int Begin(string record) => record switch
    {
        "Local" => 0,
        "Record" => _archive.AsSpan().IndexOf("PK\x01\x02"u8),
        _ => _archive.AsSpan().IndexOf("PK\x05\x06"u8),
    };

    private static ModelFile Open(TemporaryFolder folder, byte[] bytes)
    {
        File.WriteAllBytes(folder.File("a.zip"), bytes);
        return ModelFile.Open(folder.File("a.zip"));
    }
}
