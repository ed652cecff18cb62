using System.Runtime.InteropServices;
using System.Text;

namespace TinyBertPipeline.Core.Files;

/// <summary>
/// Writes files so that a reader sees the old content or the new, never a part: a temporary file beside the target, flushed to the disk,
/// then renamed over it, then the folder flushed.
/// </summary>
public static partial class AtomicFile
{
    /// <summary>Writes <paramref name="path"/> through <paramref name="write"/>; when that throws, the old file stays as it was.</summary>
    /// <exception cref="EnvironmentException">The disk is full or the file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full)!;
        Directory.CreateDirectory(folder);
        var temporary = $"{full}.{Environment.ProcessId}-{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush();
                FlushToDisk(stream.SafeFileHandle);
            }
            File.Move(temporary, full, overwrite: true);
            FlushFolder(folder);
        }
        catch (IOException e)
        {
            throw new EnvironmentException($"cannot write {path}: {e.Message} (free space and permissions of {folder}?)", e);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Writes <paramref name="text"/> as UTF-8 without a byte-order mark.</summary>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    // .NET ignores errors of fsync on Linux, so it is called directly and its result checked.
    private static void FlushToDisk(SafeHandle file)
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS()) return;
        if (fsync((int)file.DangerousGetHandle()) != 0) throw new IOException($"fsync failed with error {Marshal.GetLastPInvokeError()}");
    }

    private static void FlushFolder(string folder)
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS()) return;
        var descriptor = open(folder, 0);
        if (descriptor < 0) throw new IOException($"cannot open folder {folder}: error {Marshal.GetLastPInvokeError()}");
        var result = fsync(descriptor);
        var error = Marshal.GetLastPInvokeError();
        _ = close(descriptor);
        if (result != 0) throw new IOException($"fsync of folder {folder} failed with error {error}");
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(int descriptor);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int descriptor);
}
