using System.Runtime.InteropServices;

namespace TinyBertPipeline.Cli;

/// <summary>Ctrl-C and SIGTERM: the first asks the work to stop at its next safe point, the second ends the process at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption()
    {
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, 130)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, 143)),
        ];
    }

    public CancellationToken Token => _source.Token;

    public int ExitCode { get; private set; } = 130;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _source.Dispose();
    }

    private void Stop(PosixSignalContext context, int exitCode)
    {
        ExitCode = exitCode;
        if (_source.IsCancellationRequested) Environment.Exit(exitCode);
        context.Cancel = true;
        _source.Cancel();
    }
}
