using System.Text.Json;

namespace TinyBertPipeline.Cli.Tests;

public sealed class VocabCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task TrainWritesATokenizerFolderAndSaysWhatCameOfIt()
    {
        _folder.Write("a.txt", "lower lower\n\nnewest Newest widest\n");
        _folder.Write("b.txt", "中国 lowest\n");
        var (code, output, error) = await RunAsync("vocab", "train", "a.txt", "b.txt", "--size", "40", "--out", "out", "--json");
        Assert.True(code == 0, error);
        var summary = JsonDocument.Parse(output).RootElement;
        Assert.Equal((40, 8L), (summary.GetProperty("size").GetInt32(), summary.GetProperty("words").GetInt64()));
        Assert.Empty(summary.GetProperty("dropped").EnumerateArray());
        var pieces = await File.ReadAllLinesAsync(_folder.File("out/vocab.txt"));
        Assert.Equal(40, pieces.Length);
        Assert.Equal(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "d"], pieces[..6]);
        Assert.Contains("lower", pieces);
        var model = JsonDocument.Parse(await File.ReadAllBytesAsync(_folder.File("out/tokenizer.json"))).RootElement.GetProperty("model");
        Assert.Equal(("WordPiece", 40), (model.GetProperty("type").GetString(), model.GetProperty("vocab").EnumerateObject().Count()));
        var config = JsonDocument.Parse(await File.ReadAllBytesAsync(_folder.File("out/tokenizer_config.json"))).RootElement;
        Assert.True(config.GetProperty("do_lower_case").GetBoolean() && config.GetProperty("tokenize_chinese_chars").GetBoolean());
    }

    [Fact]
    public async Task CapitalsAndChineseWordsAreKeptOnRequest()
    {
        _folder.Write("a.txt", "Lower 中国 中国 中国\n");
        var (code, output, error) = await RunAsync("vocab", "train", _folder.Path, "--size", "10", "--cased", "--chinese", "false", "--out", "out");
        Assert.True(code == 0, error);
        Assert.Contains("characters have no piece, so that words with them are unknown: e U+0065 1x", output, StringComparison.Ordinal);
        Assert.Contains("##国", await File.ReadAllLinesAsync(_folder.File("out/vocab.txt")));
    }

    [Fact]
    public async Task AReportKeepsTheRowsOfOtherVocabularies()
    {
        _folder.Write("a.txt", "lower newest\n");
        _folder.Write("b.txt", "lowest x\n");
        foreach (var name in new[] { "one", "two", "one" })
        {
            var (code, _, error) = await RunAsync(
                "vocab", "train", "a.txt", "--size", "30", "--out", name, "--held-out", "b.txt", "--reference", "one", "--report", "results/vocabulary");
            Assert.True(code == 0, error);
        }
        var rows = JsonDocument.Parse(await File.ReadAllBytesAsync(_folder.File("results/vocabulary.json"))).RootElement.GetProperty("rows");
        Assert.Equal(["two", "one"], rows.EnumerateArray().Select(row => row.GetProperty("vocabulary").GetString()));
        Assert.All(rows.EnumerateArray(), row => Assert.Equal(
            (row.GetProperty("piecesPerWord").GetDouble(), 1L), (row.GetProperty("referencePiecesPerWord").GetDouble(), row.GetProperty("unknown").GetInt64())));
        Assert.Contains("| one | 30 |", await File.ReadAllTextAsync(_folder.File("results/vocabulary.md")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "rows": 5 }""")]
    [InlineData("""{ "rows": [null] }""")]
    [InlineData("""{ "rows": [{ "vocabulary": 1, "command": "x" }] }""")]
    [InlineData("""{ }""")]
    public async Task AFileThatIsNoResultIsNotReplacedByOne(string content)
    {
        _folder.Write("a.txt", "lower newest\n");
        _folder.Write("own.json", content);
        var (code, _, error) = await RunAsync("vocab", "train", "a.txt", "--size", "30", "--out", "one", "--report", "own");
        Assert.Equal(3, code);
        Assert.Contains("no rows of vocabularies", error, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(_folder.File("own.json")));
    }

    [Theory]
    [InlineData(2, "--size is 3", "--size", "3")]
    [InlineData(2, "--min-count is 0", "--min-count", "0")]
    [InlineData(3, "no such file or folder", "no-such-file")]
    public async Task WhatCannotBeDoneEndsWithItsExitCode(int exitCode, string reason, params string[] arguments)
    {
        _folder.Write("a.txt", "a\n");
        var (code, _, error) = await RunAsync(["vocab", "train", "a.txt", .. arguments]);
        Assert.Equal(exitCode, code);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("artifacts")));
    }

    public void Dispose() => _folder.Dispose();

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) =>
        TinyBertProcess.RunAsync(arguments, _folder.Path);
}
