using System.Diagnostics;

namespace TinyBertPipeline.Cli.Tests;

public sealed class TerminalTests : IDisposable
{
    private const string Script = "/usr/bin/script";     // util-linux; gives a program a terminal

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task ATerminalGetsBarsThatEndBeforeTheResult()
    {
        Assert.SkipUnless(File.Exists(Script), "there is no program 'script' here to give the tool a terminal");
        _folder.Write("a.txt", "lower newest widest\n");
        var start = new ProcessStartInfo(Script)
        {
            ArgumentList = { "--quiet", "--return", "--command", $"dotnet \"{TinyBertProcess.Program}\" vocab train a.txt --size 30 --out out", "/dev/null" },
            WorkingDirectory = _folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["TERM"] = "xterm";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var shown = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, shown);
        var (bar, shownCursor, result) = (shown.IndexOf("counting", StringComparison.Ordinal),
            shown.IndexOf("\e[?25h", StringComparison.Ordinal), shown.IndexOf("out: 30 pieces", StringComparison.Ordinal));
        Assert.True(bar >= 0 && bar < shownCursor && shownCursor < result, shown);
    }

    public void Dispose() => _folder.Dispose();
}
