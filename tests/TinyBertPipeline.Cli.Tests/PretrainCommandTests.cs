using System.Text.Json;

namespace TinyBertPipeline.Cli.Tests;

public sealed class PretrainCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FromRawTextToAFilledMask()
    {
        _folder.Write("a.txt", string.Join("\n\n", Enumerable.Range(0, 300).Select(i => $"one two three {i % 7}.\nfour five six {i % 5}.")));
        await Run("vocab", "train", "a.txt", "--size", "60", "--out", "vocabulary");
        _folder.Write("pretrain.json", """{ "size": "1,16,2,32", "tokenizer": "vocabulary", "batchPieces": 256, "evaluations": 2 }""");
        var result = await Run("pretrain", "pretrain.json", "--raw", "a.txt", "--pieces", "5120", "--length", "32", "--out", "bert", "--json");
        Assert.Equal(2, result.GetProperty("evaluations").GetArrayLength());
        var config = JsonDocument.Parse(await File.ReadAllBytesAsync(_folder.File("bert/config.json"))).RootElement;
        Assert.Equal("BertForPreTraining", config.GetProperty("architectures")[0].GetString());

        var masks = await Run("predict", "bert", "one [MASK] three", "--fill-mask", "3", "--json");
        var mask = Assert.Single(masks.EnumerateArray());
        Assert.Equal((4, 10, 3), (mask.GetProperty("start").GetInt32(), mask.GetProperty("end").GetInt32(), mask.GetProperty("pieces").GetArrayLength()));

        var usual = await Run("predict", "bert", "one [MASK] three", "--json", "--fill-mask");
        Assert.Equal(5, Assert.Single(usual.EnumerateArray()).GetProperty("pieces").GetArrayLength());

        var adapted = await Run("pretrain", "--model", "bert", "--raw", "a.txt", "--pieces", "2560", "--out", "adapted", "--json",
            "--set", "length=32", "--set", "batchPieces=256", "--set", "evaluations=1");
        Assert.Equal(0, adapted.GetProperty("evaluations")[0].GetProperty("step").GetInt32());
    }

    [Fact]
    public async Task WhatIsMissingIsSaidAllAtOnce()
    {
        var (code, _, error) = await TinyBertProcess.RunAsync(["pretrain", "--length", "4"], _folder.Path);
        Assert.Equal(2, code);
        Assert.All(new[] { "out:", "raw:", "tokenizer:", "length: 4" }, key => Assert.Contains(key, error, StringComparison.Ordinal));
    }

    private async Task<JsonElement> Run(params string[] arguments)
    {
        var (code, output, error) = await TinyBertProcess.RunAsync(arguments, _folder.Path);
        Assert.True(code == 0, error);
        return arguments.Contains("--json") ? JsonDocument.Parse(output).RootElement : default;
    }
}
