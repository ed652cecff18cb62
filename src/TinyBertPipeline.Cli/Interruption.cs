using System.Runtime.InteropServices;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Cli;

/// <summary>
/// Ctrl-C, SIGTERM and SIGHUP. The first asks the work to stop at its next safe point. A training ends its step and writes a checkpoint, for
/// which it has the time it takes; everything else, such as a read from an idle pipe or a model that computes for ever, is left after a
/// moment, since files are written so that they are whole after a kill. The second signal leaves at once.
/// </summary>
internal sealed partial class Interruption : IDisposable
{
    private const int FileTooLarge = 25;        // SIGXFSZ of Linux and macOS

    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);

    // Then a file beyond the system's limit is an error of the write, as a full disk is, and not the end of the process. Never disposed: the
    // runtime asks for it a moment after the write has failed, when the program may be at its end, and without it would end the process.
    private static PosixSignalRegistration? _fileTooLarge;

    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _isEnding;

    public Interruption()
    {
        Listen(PosixSignal.SIGINT, 130);
        Listen(PosixSignal.SIGTERM, 143);
        if (!IsHangUpIgnored()) Listen(PosixSignal.SIGHUP, 129);
        if (!OperatingSystem.IsWindows())
            _fileTooLarge ??= PosixSignalRegistration.Create((PosixSignal)FileTooLarge, context => context.Cancel = true);
    }

    /// <summary>Whether a training is under way, which stops by itself after its step.</summary>
    public static bool WaitsForTraining { get; set; }

    public CancellationToken Token => _source.Token;

    public int ExitCode { get; private set; } = 130;

    /// <summary>Says on the way out that the work was interrupted; set before the work begins.</summary>
    public Action Report { get; set; } = () => { };

    /// <summary>Tells that the work has come to its end by itself; false where it is being left already.</summary>
    public bool TryEnd() => Interlocked.Exchange(ref _isEnding, 1) == 0;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _source.Dispose();
    }

    private void Listen(PosixSignal signal, int exitCode) =>
        _registrations.Add(PosixSignalRegistration.Create(signal, context => Stop(context, exitCode)));

    private void Stop(PosixSignalContext context, int exitCode)
    {
        context.Cancel = true;
        if (_source.IsCancellationRequested)
        {
            Leave();
            return;
        }
        ExitCode = exitCode;
        // A thread of its own: those of the pool may all be at work.
        new Thread(LeaveAfterGrace) { IsBackground = true }.Start();
        _source.Cancel();
    }

    private void LeaveAfterGrace()
    {
        Thread.Sleep(_grace);
        while (WaitsForTraining) Thread.Sleep(_pause);
        Leave();
    }

    // Not by the usual exit, in which native libraries take themselves down while their threads compute.
    private void Leave()
    {
        if (!TryEnd()) return;
        Report();
        TemporaryPaths.RemoveAll();
        if (OperatingSystem.IsWindows()) Environment.Exit(ExitCode);
        else _exit(ExitCode);
    }

    // As under nohup.
    private static bool IsHangUpIgnored()
    {
        const string Key = "SigIgn:";
        if (!OperatingSystem.IsLinux()) return false;
        var line = File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal));
        return line is not null && (Convert.ToUInt64(line[Key.Length..].Trim(), 16) & 1) != 0;
    }

    [LibraryImport("libc")]
    private static partial void _exit(int code);
}
