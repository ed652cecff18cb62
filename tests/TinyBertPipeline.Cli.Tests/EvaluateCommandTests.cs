using System.Text.Json;

namespace TinyBertPipeline.Cli.Tests;

public sealed class EvaluateCommandTests : IDisposable
{
    private const string Labelled = "John B-PER\nSmith E-PER\nwas O\nin O\nNew O\nYork O\n. O\n\nSmith S-PER\nwas O\n";

    private readonly TemporaryFolder _folder = new();
    private readonly string _tagger;

    public EvaluateCommandTests() => _tagger = HuggingFaceFolder.Create(_folder);

    [Fact]
    public async Task ErrorsInstancesPageAndGapComeFromOneRun()
    {
        _folder.Write("data", Labelled);
        await TinyBertProcess.SucceedAsync(["export", _tagger]);
        var output = await TinyBertProcess.SucceedAsync(
            ["evaluate", _tagger, "--data", "data", "--train", "data", "--errors", "--as-text", "--instances", "items.jsonl", "--html", "page.html", "--json"],
            _folder.Path);
        var json = JsonDocument.Parse(output).RootElement;
        var strict = json.GetProperty("errors").GetProperty("counts").GetProperty("strict");
        Assert.Equal(2, (Number(strict, "correct") + Number(strict, "incorrect") + Number(strict, "missed")));
        Assert.Equal(Number(json.GetProperty("micro"), "support"), Number(strict, "possible"));
        Assert.Equal(0, Number(json.GetProperty("text"), "otherWords"));
        Assert.Equal(0, json.GetProperty("text").GetProperty("gap").GetDouble());
        Assert.Contains(json.GetProperty("errors").GetProperty("buckets").EnumerateArray(), bucket => bucket.GetProperty("by").GetString() == "seen in training");

        JsonElement[] items = [.. (await File.ReadAllLinesAsync(_folder.File("items.jsonl"))).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal([1, 9], items.Select(item => Number(item, "line")));
        Assert.Equal("John Smith", items[0].GetProperty("gold")[0].GetProperty("text").GetString());

        var page = await File.ReadAllTextAsync(_folder.File("page.html"));
        Assert.InRange(page.Length, 2_000, 1_000_000);
        Assert.Contains("<h2 id=\"s1\" tabindex=\"-1\">Scores</h2>", page, StringComparison.Ordinal);
        Assert.Contains("Calibration", page, StringComparison.Ordinal);

        var text = await TinyBertProcess.SucceedAsync(["evaluate", _tagger, "--data", "data", "--errors"], _folder.Path);
        Assert.Contains("| strict |", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--instances", "model.safetensors")]
    [InlineData("--html", "config.json")]
    [InlineData("--csv", "vocab.txt")]
    [InlineData("--html", "model.onnx")]
    public async Task NoFileOfTheBundleIsWrittenOver(string option, string file)
    {
        _folder.Write("data", Labelled);
        await TinyBertProcess.SucceedAsync(["export", _tagger]);
        var path = Path.Combine(_tagger, file);
        var before = await File.ReadAllBytesAsync(path);
        var (code, _, error) = await TinyBertProcess.RunAsync(["evaluate", _tagger, "--data", "data", option, path], _folder.Path);
        Assert.Equal(2, code);
        Assert.Contains("is a file of the folder that bundle reads; name another", error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(path));
        await TinyBertProcess.SucceedAsync(["evaluate", _tagger, "--data", "data", option, Path.Combine(_tagger, "report.html")], _folder.Path);
        (code, _, _) = await TinyBertProcess.RunAsync(["export", _tagger, "--out", Path.Combine(_tagger, "config.json"), "--overwrite"], _folder.Path);
        Assert.Equal(2, code);
    }

    [Fact]
    public async Task AModelComparedWithItselfIsNotBetter()
    {
        _folder.Write("data", Labelled);
        await TinyBertProcess.SucceedAsync(["export", _tagger]);
        var json = JsonDocument.Parse(await TinyBertProcess.SucceedAsync(
            ["compare", $"{_tagger},{_tagger}", _tagger, "--data", "data", "--samples", "100", "--json"], _folder.Path)).RootElement;
        Assert.Equal((0, 1, 2), (json.GetProperty("difference").GetDouble(), json.GetProperty("p").GetDouble(), json.GetProperty("first").GetProperty("runs").GetArrayLength()));
        Assert.Equal(1, json.GetProperty("agreement").GetDouble());
        var (code, _, error) = await TinyBertProcess.RunAsync(["compare", _tagger, _tagger, "--data", "data", "--samples", "0"], _folder.Path);
        Assert.Equal(2, code);
        Assert.Contains("--samples 0", error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
