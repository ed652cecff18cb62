using System.Text;

namespace TinyBertPipeline.Core.Files;

/// <summary>
/// Writes files so that a reader sees the old content or the new, never a part: a temporary file beside the target, flushed to the disk,
/// then renamed over it, then the folder flushed. A link stays, and the file it leads to is replaced; a device or FIFO is written into.
/// </summary>
public static class AtomicFile
{
    /// <summary>Writes <paramref name="path"/> through <paramref name="write"/>; when that throws, the old file stays as it was.</summary>
    /// <exception cref="EnvironmentException">The disk is full or the file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        try
        {
            var target = WriteTarget.Of(path);
            if (target.IsPlain) Replace(target.Path, write);
            else WriteInto(target.Path, write);
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw FileFault.Cannot("write", path, e);
        }
    }

    /// <summary>Writes <paramref name="text"/> as UTF-8 without a byte-order mark.</summary>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    private static void Replace(string path, Action<Stream> write)
    {
        var folder = Path.GetDirectoryName(path)!;
        Disk.Current.CreateFolder(folder);
        Leftovers.RemoveFiles(folder);
        using var temporary = Leftovers.CreateFile(folder);
        TemporaryPaths.Add(temporary.Name);
        var isRenamed = false;
        try
        {
            write(temporary);
            Disk.Current.Flush(temporary);
            if (!OperatingSystem.IsWindows() && File.Exists(path))
                File.SetUnixFileMode(temporary.SafeFileHandle, File.GetUnixFileMode(path));
            Disk.Current.Rename(temporary.Name, path);
            isRenamed = true;
            Disk.Current.FlushFolder(folder);
        }
        finally
        {
            TemporaryPaths.Forget(temporary.Name);
            if (!isRenamed) Disk.Current.Delete(temporary.Name);
        }
    }

    private static void WriteInto(string path, Action<Stream> write)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        write(stream);
        stream.Flush();
    }
}
