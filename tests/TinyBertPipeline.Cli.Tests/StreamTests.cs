using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TinyBertPipeline.Cli.Tests;

/// <summary>Closed and full streams: a training goes on, and where the output is the result it is the machine's fault.</summary>
public sealed class StreamTests : IDisposable
{
    private static readonly JsonSerializerOptions _relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly TemporaryFolder _folder = new();

    public StreamTests()
    {
        if (!File.Exists("/dev/full")) Assert.Skip("no /dev/full");
        _folder.Write("data", "Bo B-PER\nLee E-PER\nran O\n\nAcme S-ORG\nbought O\n");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(">/dev/full", 5)]
    [InlineData(">&-", 5)]
    [InlineData("--json >/dev/full", 5)]
    [InlineData("2>/dev/full", 0)]
    [InlineData("2>&-", 0)]
    [InlineData("<&-", 0)]
    [InlineData(">/dev/full 2>&-", 5)]
    [InlineData("--strict 2>/dev/full", 0)]
    [InlineData("absent 2>/dev/full", 3)]
    [InlineData("absent >&- 2>&-", 3)]
    [InlineData("absent --json >/dev/full", 3)]
    public async Task WhereTheOutputIsTheResultALostOneIsTheMachinesFault(string rest, int exitCode)
    {
        var (code, _, error) = await ShellAsync($"data check data {rest}");
        Assert.True(code == exitCode, $"exit code {code}\n{error}");
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2>/dev/full")]
    [InlineData("2>&-")]
    [InlineData(">/dev/full")]
    [InlineData(">&- 2>&-")]
    [InlineData("<&- >&- 2>&-")]
    public async Task ATrainingGoesOnToItsEnd(string streams)
    {
        var tagger = HuggingFaceFolder.Create(_folder);
        var (code, _, error) = await ShellAsync($"finetune --model {tagger} --train data --dev data --epochs 2 --out out {streams}");
        Assert.True(code == 0, $"exit code {code}\n{error}");
        Assert.True(File.Exists(_folder.File("out/run.json")));
    }

    [Theory]
    [InlineData("data convert data --out out")]
    [InlineData("data split many --out out --dev 0.3")]
    [InlineData("data augment data --out out")]
    [InlineData("vocab train data --size 100 --out out")]
    public async Task AFileThatIsWrittenIsTheResultNotTheLineAboutIt(string command)
    {
        _folder.Write("many", string.Concat(Enumerable.Range(0, 20).Select(i => $"Bo{i} S-PER\nran O\n\n")));
        var (code, _, error) = await ShellAsync($"{command} >/dev/full");
        Assert.True(code == 0, $"exit code {code}\n{error}");
        Assert.Contains("warning: cannot write to standard output", error, StringComparison.Ordinal);
        Assert.True(Path.Exists(_folder.File("out")));
    }

    [Fact]
    public async Task AReaderThatHasEnoughEndsThePredictionQuietly()
    {
        var tagger = HuggingFaceFolder.Create(_folder);
        await TinyBertProcess.SucceedAsync(["export", tagger]);
        // The input never ends: the program does because its reader has.
        var (code, output, error) = await ShellAsync($"predict {tagger} 2>&3 < <(yes 'Anna moved to Oslo .' 2>&-) | head -n 2; exit ${{PIPESTATUS[0]}}", "3>&2");
        Assert.True(code == 0, $"exit code {code}\n{error}");
        Assert.Equal(2, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Empty(error);
    }

    [Theory]
    [InlineData("< texts")]
    [InlineData("--file texts")]
    [InlineData("< <(head -n 7 texts; sleep 0.2; tail -n +8 texts)")]
    public async Task EveryLineHasAnAnswerInItsPlace(string input)
    {
        var tagger = HuggingFaceFolder.Create(_folder);
        await TinyBertProcess.SucceedAsync(["export", tagger]);
        string[] texts = [.. Enumerable.Range(0, 1001).Select(i => string.Join(' ', Enumerable.Repeat($"Anna{i}", i % 40)))];
        _folder.Write("texts", string.Concat(texts.Select(text => text + "\n")));
        var (code, output, error) = await ShellAsync($"predict {tagger} {input}");
        Assert.True(code == 0, $"exit code {code}\n{error}");
        Assert.Equal(texts, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (string)JsonNode.Parse(line)!["text"]!));
    }

    [Fact]
    public async Task TextOfAFileDoesNotSpeakToTheTerminal()
    {
        const string Type = "P\u001b[31m\u202eR";
        _folder.Write("hostile", $"Bo S-{Type}\nran O\n\nran I-{Type}\n");
        foreach (var json in new[] { "", "--json" })
        {
            var (code, output, error) = await ShellAsync($"data check hostile {json}");
            Assert.True(code == 0, error);
            Assert.DoesNotContain(output + error, c => c is '\u001b' or '\u202e');
            Assert.Contains("\\u001b[31m\\u202e", output + error, StringComparison.OrdinalIgnoreCase);
            if (json.Length > 0) Assert.Contains('\u202e', JsonNode.Parse(output)!.ToJsonString(_relaxed));
        }
    }

    // A shell's redirections; what comes after the command in its own.
    private Task<(int ExitCode, string Output, string Error)> ShellAsync(string command, string redirections = "") =>
        ChildProcess.RunAsync("bash", ["-c", $"{{ dotnet '{TinyBertProcess.Program}' {command}\n}} {redirections}"], _folder.Path);
}
