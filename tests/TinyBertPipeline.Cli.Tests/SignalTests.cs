using System.Text.Json;

namespace TinyBertPipeline.Cli.Tests;

/// <summary>The first signal ends what waits or computes, with the exit code of the signal.</summary>
public sealed class SignalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SignalTests()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows has no such signals");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public async Task AnIdlePredictEndsAtTheFirstSignal(string signal, int exitCode)
    {
        SkipWhereIgnored(signal);
        var tagger = await ExportAsync();
        using var program = new RunningProgram(["predict", tagger], _folder.Path);
        await program.Input.WriteLineAsync("Anna moved to Oslo .");
        await program.Input.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Contains("entities", await program.Output.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        program.Signal(signal);
        var (code, output, error) = await program.EndAsync();
        Assert.Equal(exitCode, code);
        Assert.Empty(output);
        Assert.Contains("interrupted", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evaluate", "--data")]
    [InlineData("validate", "--data")]
    [InlineData("predict", "--file")]
    [InlineData("quantize", "--calibration")]
    public async Task AReadFromAFifoEndsAtTheFirstSignalWithADocument(string verb, string option)
    {
        var tagger = await ExportAsync();
        var fifo = _folder.File("fifo");
        await ChildProcess.SucceedAsync("mkfifo", [fifo], _folder.Path);
        using var program = new RunningProgram([verb, tagger, option, fifo, "--json=true"], _folder.Path);
        // Opening for writing returns once the program has opened it for reading.
        await using var writer = await Task.Run(() => new FileStream(fifo, FileMode.Open, FileAccess.Write), TestContext.Current.CancellationToken);
        program.Signal("TERM");
        var (code, output, _) = await program.EndAsync();
        Assert.Equal(143, code);
        Assert.Equal(143, JsonDocument.Parse(output).RootElement.GetProperty("error").GetProperty("exitCode").GetInt32());
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task ATrainingThatWaitsForItsDataEndsAtTheFirstSignalAndLeavesNothing(string signal, int exitCode)
    {
        SkipWhereIgnored(signal);
        var tagger = HuggingFaceFolder.Create(_folder);
        var fifo = _folder.File("fifo");
        await ChildProcess.SucceedAsync("mkfifo", [fifo], _folder.Path);
        using var program = new RunningProgram(["finetune", "--model", tagger, "--train", fifo, "--dev", fifo, "--out", "out"], _folder.Path);
        await using var writer = await Task.Run(() => new FileStream(fifo, FileMode.Open, FileAccess.Write), TestContext.Current.CancellationToken);
        program.Signal(signal);
        Assert.Equal(exitCode, (await program.EndAsync()).ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.File("out")));
    }

    [Fact]
    public async Task AFileBeyondTheLimitOfTheSystemIsAFaultOfTheEnvironmentAndNotASignal()
    {
        var tagger = HuggingFaceFolder.Create(_folder);
        var before = Directory.GetFileSystemEntries(tagger).Order().ToArray();
        var (code, _, error) = await ChildProcess.RunAsync(
            "bash", ["-c", $"ulimit -f 8; DOTNET_EnableWriteXorExecute=0 dotnet '{TinyBertProcess.Program}' export '{tagger}'"], _folder.Path);
        Assert.True(code == 5, $"exit code {code}: {error}");
        Assert.Equal(before, Directory.GetFileSystemEntries(tagger).Order());
    }

    // A process inherits which signals are ignored, and .NET leaves these two so, as who started it wants.
    private static void SkipWhereIgnored(string signal)
    {
        const string Key = "SigIgn:";
        if (signal is not ("INT" or "HUP")) return;
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(Key, StringComparison.Ordinal));
        var mask = signal == "HUP" ? 1u : 2u;
        Assert.SkipWhen((Convert.ToUInt64(line[Key.Length..].Trim(), 16) & mask) != 0,
            $"SIG{signal} is ignored here, as in a job in the background or one that nohup runs");
    }

    private async Task<string> ExportAsync()
    {
        var tagger = HuggingFaceFolder.Create(_folder);
        await TinyBertProcess.SucceedAsync(["export", tagger]);
        return tagger;
    }
}
