using System.Runtime.InteropServices;
using TinyBertPipeline.Core;

namespace TinyBertPipeline.Cli.Terminal;

/// <summary>
/// Standard output or standard error, with the system's own error for what could not be written: .NET's stream drops what a closed pipe does
/// not take. A stream that was closed when the program started stays closed, whichever file has got its number since.
/// </summary>
internal sealed partial class StandardStream : Stream
{
    /// <summary>The error of a pipe that nobody reads any more, as <see cref="Exception.HResult"/>.</summary>
    public const int BrokenPipe = 32;       // EPIPE

    private const int Again = 11, Interrupted = 4, BadDescriptor = 9;                                   // EAGAIN, EINTR, EBADF
    private const int GetFlags = 1, CloseOnExec = 1;                                                    // F_GETFD, FD_CLOEXEC
    private const short Readable = 1, Writable = 4;                                                                   // POLLOUT

    private readonly int _descriptor;
    private readonly Stream? _other;
    private readonly bool _isClosed;

    public StandardStream(int descriptor)
    {
        _descriptor = descriptor;
        if (!OperatingSystem.IsLinux()) _other = descriptor == 1 ? Console.OpenStandardOutput() : Console.OpenStandardError();
        else _isClosed = IsClosed(descriptor);
    }

    /// <summary>Standard input.</summary>
    /// <exception cref="EnvironmentException">It was closed when the program started.</exception>
    public static Stream OpenInput() =>
        OperatingSystem.IsLinux() && IsClosed(0) ? throw new EnvironmentException("standard input is closed") : Console.OpenStandardInput();

    /// <summary>
    /// Whether a read of standard input would not wait: bytes are there, or its end is. Where the system cannot tell: false.
    /// </summary>
    public static unsafe bool HasInput()
    {
        if (!OperatingSystem.IsLinux()) return false;
        var asked = new PollDescriptor { Descriptor = 0, Events = Readable };
        return poll(&asked, 1, timeout: 0) > 0;
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <exception cref="IOException">The system did not take it; its error is the HResult.</exception>
    public override unsafe void Write(ReadOnlySpan<byte> buffer)
    {
        if (_other is not null)
        {
            _other.Write(buffer);
            return;
        }
        while (!buffer.IsEmpty)
        {
            nint written;
            fixed (byte* start = buffer) written = _isClosed ? -1 : write(_descriptor, start, buffer.Length);
            if (written >= 0) buffer = buffer[(int)written..];
            else Recover(_isClosed ? BadDescriptor : Marshal.GetLastPInvokeError());
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => _other?.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    // What a process has inherited stays open when it starts another; what it opens itself, all of .NET's files among it, does not.
    private static bool IsClosed(int descriptor) => fcntl(descriptor, GetFlags, 0) is var flags && (flags < 0 || (flags & CloseOnExec) != 0);

    // A pipe that another process has made non-blocking is waited for.
    private unsafe void Recover(int error)
    {
        if (error == Interrupted) return;
        if (error != Again) throw new IOException(error == BadDescriptor ? "it is closed" : Marshal.GetPInvokeErrorMessage(error), error);
        var waiting = new PollDescriptor { Descriptor = _descriptor, Events = Writable };
        _ = poll(&waiting, 1, -1);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial nint write(int descriptor, byte* buffer, nint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fcntl(int descriptor, int command, int argument);

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial int poll(PollDescriptor* descriptors, nuint count, int timeout);
}
