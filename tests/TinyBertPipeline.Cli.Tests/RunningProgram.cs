using System.Diagnostics;

namespace TinyBertPipeline.Cli.Tests;

/// <summary>The built program while it runs, for tests that speak with it or send it signals.</summary>
internal sealed class RunningProgram : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task<string> _error;

    public RunningProgram(string[] arguments, string folder)
    {
        _process = Process.Start(new ProcessStartInfo("dotnet", [TinyBertProcess.Program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder,
        })!;
        _error = _process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    public StreamWriter Input => _process.StandardInput;

    public StreamReader Output => _process.StandardOutput;

    /// <summary>Sends a signal, as INT.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-s", name, $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for its end; what it has not printed yet and the messages are given with the exit code.</summary>
    public async Task<(int ExitCode, string Output, string Error)> EndAsync()
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timer.CancelAfter(_patience);
        var output = await _process.StandardOutput.ReadToEndAsync(timer.Token);
        await _process.WaitForExitAsync(timer.Token);
        return (_process.ExitCode, output, await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
