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

/// <summary>Where a write to a path ends: links are followed, and what is no plain file is written into and not replaced.</summary>
/// <param name="Path">The full path of the file that is meant.</param>
/// <param name="IsPlain">Whether it is a plain file, or none yet; else it is a device, FIFO or socket.</param>
internal readonly record struct WriteTarget(string Path, bool IsPlain)
{
    /// <exception cref="EnvironmentException">It is a folder, or a link that cannot be followed.</exception>
    public static WriteTarget Of(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        var status = FileStatus.Of(full);
        if (status.Kind == FileKind.Folder) throw new EnvironmentException($"cannot write {path}: it is a folder");
        if (status.Kind is FileKind.Special or FileKind.Pipe) return new WriteTarget(full, IsPlain: false);
        if (FileStatus.Of(full, follow: false).Kind != FileKind.Link) return new WriteTarget(full, IsPlain: true);

        // A link into /proc (as /dev/stdout) leads to a file that the link's text does not name.
        var final = File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
        if (FileStatus.Of(final) != status)
            throw new EnvironmentException($"cannot write {path}: it is a link to an open file; name the file itself");
        return new WriteTarget(final, IsPlain: true);
    }
}
