using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Core.Tests.Files;

public sealed class WrittenFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public WrittenFilesTests()
    {
        using var update = FolderUpdate.Begin(_folder.Path);
        AtomicFile.WriteText(update.Sub("config.json"), "ours");
        update.Commit();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WhatWeWroteMayBeReplacedUnasked()
    {
        WrittenFiles.ThrowIfForeign(_folder.Path, ["config.json", "absent.txt", "int8/absent.txt"]);
        WrittenFiles.ThrowIfForeign(_folder.File("absent"), ["config.json"]);
    }

    [Fact]
    public void AUsersFileIsRefusedUnlessOverwritingIsSaid()
    {
        _folder.Write("vocab.txt", "the user's");
        var e = Assert.Throws<InvalidInputException>(() => WrittenFiles.ThrowIfForeign(_folder.Path, ["config.json", "vocab.txt"]));
        Assert.Equal(InputKind.Configuration, e.Kind);
        Assert.Contains("'vocab.txt'", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("config.json", e.Message, StringComparison.Ordinal);
        Assert.Equal(RemedyKind.Overwrite, e.Remedy!.Kind);
        WrittenFiles.ThrowIfForeign(_folder.Path, ["vocab.txt"], overwrite: true);
    }

    [Theory]
    [InlineData("ourz")]
    [InlineData("longer than ours")]
    public void OursIsTheUsersOnceItWasChanged(string changed)
    {
        _folder.Write("config.json", changed);
        Assert.Throws<InvalidInputException>(() => WrittenFiles.ThrowIfForeign(_folder.Path, ["config.json"]));
    }

    [Fact]
    public void LinksAndFoldersAreNotReplacedEvenWhenOverwritingIsSaid()
    {
        File.Delete(_folder.File("config.json"));
        File.CreateSymbolicLink(_folder.File("config.json"), _folder.Write("elsewhere", "ours"));
        Directory.CreateDirectory(_folder.File("vocab.txt"));
        Directory.CreateSymbolicLink(_folder.File("int8"), _folder.Path);
        foreach (var name in new[] { "config.json", "vocab.txt", "int8/model.xml" })
        {
            var e = Assert.Throws<InvalidInputException>(() => WrittenFiles.ThrowIfForeign(_folder.Path, [name], overwrite: true));
            Assert.Contains("no plain file", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AnUpdateReplacesNoFileThatAppearedMeanwhile()
    {
        using var update = FolderUpdate.Begin(_folder.Path);
        AtomicFile.WriteText(update.Sub("vocab.txt"), "ours");
        _folder.Write("vocab.txt", "the user's");
        Assert.Throws<InvalidInputException>(update.Commit);
        Assert.Equal("the user's", File.ReadAllText(_folder.File("vocab.txt")));
    }

    [Fact]
    public void AnUpdateRemovesNoFileOfTheUsers()
    {
        _folder.Write("model.onnx", "the user's");
        using var update = FolderUpdate.Begin(_folder.Path);
        update.Remove("model.onnx");
        update.Remove("config.json");
        update.Commit();
        Assert.True(File.Exists(_folder.File("model.onnx")));
        Assert.False(File.Exists(_folder.File("config.json")));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("""{"format":2,"files":[]}""")]
    [InlineData("""{"format":1,"files":[{"name":"../x","bytes":1,"sha256":"0"}]}""")]
    [InlineData("""{"format":1,"files":[null]}""")]
    [InlineData("""{"format":1,"files":[{"name":"x","bytes":1,"sha256":"0"},{"name":"x","bytes":1,"sha256":"0"}]}""")]
    [InlineData("""{"format":1,"files":[{"name":"x","bytes":1.5,"sha256":"0"}]}""")]
    public void AListThatIsNoneIsRefused(string text)
    {
        _folder.Write(".tinybert-files.json", text);
        Assert.Throws<InvalidInputException>(() => WrittenFiles.ThrowIfForeign(_folder.Path, ["config.json"]));
    }
}
