namespace TinyBertPipeline.Cli.Tests;

public sealed class ReplacedBundleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AHalfReplacedBundleIsRefusedWithWhatToDoUntilItIsWrittenAgain()
    {
        var tagger = HuggingFaceFolder.Create(_folder);
        Directory.CreateDirectory(Path.Combine(tagger, ".tinybert-1.new"));
        File.WriteAllText(Path.Combine(tagger, ".tinybert-update.json"),
            """{"format":1,"staging":".tinybert-1.new","files":[{"name":"config.json","bytes":1,"sha256":"00"}],"removed":[]}""");
        var (code, _, error) = await TinyBertProcess.RunAsync(["summary", tagger]);
        Assert.Equal(4, code);
        Assert.Contains("half replaced", error, StringComparison.Ordinal);
        Assert.Contains("remedy: ", error, StringComparison.Ordinal);
        Assert.Equal(4, (await TinyBertProcess.RunAsync(["export", tagger])).ExitCode);
        Assert.True(File.Exists(Path.Combine(tagger, "config.json")));
    }

    [Fact]
    public async Task AModelOfAnotherToolIsReplacedOnlyWithOverwrite()
    {
        var tagger = HuggingFaceFolder.Create(_folder);
        File.WriteAllText(Path.Combine(tagger, "model.onnx"), "the user's");
        var (code, _, error) = await TinyBertProcess.RunAsync(["export", tagger]);
        Assert.Equal(2, code);
        Assert.Contains("--overwrite", error, StringComparison.Ordinal);
        Assert.Equal("the user's", File.ReadAllText(Path.Combine(tagger, "model.onnx")));
        await TinyBertProcess.SucceedAsync(["export", tagger, "--overwrite"]);
        await TinyBertProcess.SucceedAsync(["export", tagger]);
    }

    [Fact]
    public async Task SplittingIntoTheFolderOfTheFileLeavesTheFile()
    {
        var text = string.Concat(Enumerable.Range(0, 40).Select(i => $"Bo{i} S-PER\nran O\n\n"));
        var file = _folder.Write("train_data", text);
        var (code, _, _) = await TinyBertProcess.RunAsync(["data", "split", file, "--out", _folder.Path]);
        Assert.Equal(2, code);
        Assert.Equal(text, File.ReadAllText(file));
        Assert.Equal([file], Directory.GetFiles(_folder.Path));
    }
}
