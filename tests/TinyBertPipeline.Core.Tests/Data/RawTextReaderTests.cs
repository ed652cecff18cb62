using TinyBertPipeline.Core.Data;

namespace TinyBertPipeline.Core.Tests.Data;

public sealed class RawTextReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EachLineIsAParagraphAndABlankLineStartsADocument()
    {
        var path = _folder.Write("a.txt", "One.\r\n  Two. \n\n \t\nThree.\n");
        Assert.Equal(
            [new RawParagraph("One.", true, path, 1), new RawParagraph("Two.", false, path, 2), new RawParagraph("Three.", true, path, 5)],
            RawTextReader.ReadParagraphs([path]));
    }

    [Fact]
    public void EveryFileStartsADocument()
    {
        string[] paths = [_folder.Write("a.txt", "One."), _folder.Write("b.txt", "Two.")];
        Assert.All(RawTextReader.ReadParagraphs(paths), paragraph => Assert.True(paragraph.StartsDocument));
    }

    [Fact]
    public void FoldersGiveTheirTextFilesAtAnyDepthInOrdinalOrder()
    {
        Directory.CreateDirectory(_folder.File("wiki"));
        foreach (var name in new[] { "b.txt", "B.txt", "wiki/a.txt", "articles.tsv" }) _folder.Write(name, "x");
        Assert.Equal(["B.txt", "b.txt", "wiki/a.txt"],
            RawTextReader.FindFiles([_folder.Path]).Select(path => Path.GetRelativePath(_folder.Path, path).Replace('\\', '/')));
    }

    [Fact]
    public void ALinkThatLeadsBackIsNotFollowedAndALinkedFileIsTaken()
    {
        Directory.CreateSymbolicLink(_folder.File("loop"), _folder.Path);
        File.CreateSymbolicLink(_folder.File("b.txt"), _folder.Write("a.txt", "x"));
        Assert.Equal([_folder.File("a.txt"), _folder.File("b.txt")], RawTextReader.FindFiles([_folder.Path]));
    }

    [Fact]
    public void AFolderWithoutTextFilesIsRefused() =>
        Assert.Contains("holds no .txt file", Assert.Throws<InvalidInputException>(() => RawTextReader.FindFiles([_folder.Path])).Message, StringComparison.Ordinal);

    [Fact]
    public void AMissingInputIsRefusedByName() =>
        Assert.Contains("nowhere", Assert.Throws<InvalidInputException>(() => RawTextReader.FindFiles(["nowhere"])).Message, StringComparison.Ordinal);

    [Fact]
    public void BytesThatAreNotUtf8AreRefusedWithTheirLine()
    {
        File.WriteAllBytes(_folder.File("a.txt"), [.. "fine\n"u8, 0xC3, 0x28]);
        var fault = Assert.Throws<InvalidInputException>(() => RawTextReader.ReadParagraphs([_folder.File("a.txt")]).ToList());
        Assert.Equal(2, fault.Line);
    }
}
