using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace TinyBertPipeline.Core.Files;

/// <summary>
/// A file with the number of the process that holds it. One process holds it at a time, by a lock that ends with the process; it is removed
/// when it is given free. Links are not followed, and a file that holds anything else is left alone.
/// </summary>
public sealed partial class HeldFile : IDisposable
{
    private const int MaxDigits = 20;

    private readonly FileStream _file;

    private HeldFile(FileStream file)
    {
        _file = file;
        TemporaryPaths.Add(file.Name);
    }

    /// <summary>Creates the file, or takes over one whose process has ended.</summary>
    /// <exception cref="InvalidInputException">Something of that name is there which is no such file.</exception>
    /// <exception cref="EnvironmentException">Another process holds it, or it cannot be written.</exception>
    public static HeldFile Take(string path)
    {
        try
        {
            while (true)
            {
                ThrowIfForeign(path, FileStatus.Of(path, follow: false).Kind);
                var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, DeletesItself);
                if (TryBegin(file)) return new HeldFile(file);
            }
        }
        catch (IOException e) when (Leftovers.IsHeldByAnother(e))
        {
            throw new EnvironmentException($"{path} is held by process {ReadHeld(path)}: another run is writing into this folder", e);
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw FileFault.Cannot("lock", path, e);
        }
    }

    /// <summary>Gives it free.</summary>
    public void Dispose()
    {
        TemporaryPaths.Forget(_file.Name);
        // Before the lock ends: another process could have it by then.
        if (!OperatingSystem.IsWindows()) File.Delete(_file.Name);
        _file.Dispose();
    }

    private static FileOptions DeletesItself => OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None;

    private static bool TryBegin(FileStream file)
    {
        var isKept = false;
        try
        {
            // The process that held it may have removed it in this moment; then others would not see the lock.
            var status = FileStatus.Of(file.Name, follow: false);
            if (status.Kind == FileKind.Missing) return false;
            if (OperatingSystem.IsLinux() && !status.IsSameAs(FileStatus.Of(file.SafeFileHandle))) return false;
            if (!HoldsNumber(file)) ThrowIfForeign(file.Name, FileKind.Special);
            file.SetLength(0);
            file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            file.Flush();
            return isKept = true;
        }
        finally
        {
            if (!isKept) file.Dispose();
        }
    }

    // Nothing is in it where its process was killed before it had written its number.
    private static bool HoldsNumber(FileStream file)
    {
        Span<byte> content = stackalloc byte[MaxDigits];
        var length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return length < content.Length && !content[..length].ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    private static void ThrowIfForeign(string path, FileKind kind)
    {
        if (kind is FileKind.Missing or FileKind.Plain) return;
        throw new InvalidInputException(InputKind.Configuration, path,
            "is not the lock of a run but a link, a device, or a file of yours; remove it, or choose another folder");
    }

    // Past .NET, which would ask for the lock itself.
    private static string ReadHeld(string path)
    {
        if (!OperatingSystem.IsLinux()) return "(unknown)";
        using var handle = new SafeFileHandle(open(path, 0), ownsHandle: true);
        if (handle.IsInvalid) return "(just ended)";
        Span<byte> content = stackalloc byte[MaxDigits];
        return Encoding.ASCII.GetString(content[..RandomAccess.Read(handle, content, 0)]);
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);
}
