using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Core.Tests.Files;

public sealed class ScratchFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ItHoldsWhatIsWrittenAndHasNoNameThatAKillCouldLeave()
    {
        using var file = ScratchFile.Create(_folder.File("out"));
        RandomAccess.Write(file.SafeFileHandle, [1, 2, 3], 5);
        var read = new byte[3];
        Assert.Equal(3, RandomAccess.Read(file.SafeFileHandle, read, 5));
        Assert.Equal([1, 2, 3], read);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.File("out")));
    }

    [Fact]
    public void SeveralOfOneFolderAreApartAndTheUsersFilesStay()
    {
        var own = _folder.Write("pieces.tmp", "the user's");
        using (var one = ScratchFile.Create(_folder.Path))
        using (var other = ScratchFile.Create(_folder.Path))
        {
            RandomAccess.Write(one.SafeFileHandle, [1], 0);
            RandomAccess.Write(other.SafeFileHandle, [2, 2], 0);
            Assert.Equal((1, 2), (RandomAccess.GetLength(one.SafeFileHandle), RandomAccess.GetLength(other.SafeFileHandle)));
        }
        Assert.Equal("the user's", File.ReadAllText(own));
        Assert.Equal([own], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void AFolderThatCannotBeIsSaid() =>
        Assert.Throws<EnvironmentException>(() => ScratchFile.Create(Path.Combine(_folder.Write("file", ""), "below")));
}
