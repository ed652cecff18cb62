using System.Text.Json;
using static TinyBertPipeline.Cli.Tests.TinyBertProcess;

namespace TinyBertPipeline.Cli.Tests;

public sealed class CalibrateCommandTests : IDisposable
{
    private const string Text = "John Smith was in New York.";
    private const string Labelled = "John B-PER\nSmith E-PER\nwas O\nin O\nNew O\nYork O\n. O\n\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task APointThatWasFittedIsUsedByNameAndEntitiesAreRedacted()
    {
        var (tagger, data) = (HuggingFaceFolder.Create(_folder), _folder.Write("data", Labelled));
        await SucceedAsync(["export", tagger]);
        var report = JsonDocument.Parse(await SucceedAsync(["calibrate", tagger, "--data", data, "--point", "recall=0", "--json"])).RootElement;
        Assert.True(report.GetProperty("temperature").GetDouble() > 0);
        Assert.Equal("recall=0", report.GetProperty("points")[0].GetProperty("name").GetString());
        await SucceedAsync(["evaluate", tagger, "--data", data, "--operating-point", "recall=0"]);
        await SucceedAsync(["predict", tagger, Text, "--operating-point", "recall=0", "--threshold", "0.1", "--n-best", "2"]);
        var (code, _, error) = await RunAsync(["predict", tagger, Text, "--operating-point", "recall=1"]);
        Assert.Equal(2, code);
        Assert.Contains("did you mean recall=0?", error, StringComparison.Ordinal);

        var redacted = await SucceedAsync(["predict", tagger, "--redact", "type", "--file", _folder.Write("texts", $"{Text}\r\n\n{Text}")]);
        var lines = redacted.Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Equal(lines[2] + "\r", lines[0]);
        Assert.Equal("", lines[1]);
        Assert.Contains("[", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutACalibrationTheUserIsToldHowToMakeOne()
    {
        var (code, _, error) = await RunAsync(["predict", HuggingFaceFolder.Create(_folder), Text, "--operating-point", "f1"]);
        Assert.Equal(2, code);
        Assert.Contains("tinybert calibrate", error, StringComparison.Ordinal);
    }
}
