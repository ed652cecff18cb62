using System.Runtime.InteropServices;

namespace TinyBertPipeline.Core.Files;

/// <summary>
/// The operations that change the disk. What has to survive a kill at any moment is written through here, so that a test can end the
/// program after any one of them.
/// </summary>
internal partial class Disk
{
    private static readonly Disk _system = new();
    private static readonly AsyncLocal<Disk?> _replacement = new();

    /// <summary>The disk in force: the system's, unless a test has put its own in its place.</summary>
    public static Disk Current
    {
        get => _replacement.Value ?? _system;
        set => _replacement.Value = value;
    }

    /// <summary>
    /// Creates a file that must not exist. Until the stream is closed the file counts as held by this process, see <see cref="Leftovers"/>;
    /// readers are let in, so that it can be renamed to its place before it is closed.
    /// </summary>
    public virtual FileStream Create(string path) =>
        new(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, 1 << 16);

    /// <summary>Brings a file's content to the disk.</summary>
    public virtual void Flush(FileStream file)
    {
        file.Flush();
        if (!HasSync) return;
        // .NET ignores errors of fsync on Linux, so it is called directly and its result checked.
        Sync((int)file.SafeFileHandle.DangerousGetHandle(), file.Name);
    }

    /// <summary>Gives a file or folder another name; a file that has it is replaced.</summary>
    public virtual void Rename(string from, string to)
    {
        if (Directory.Exists(from)) Directory.Move(from, to);
        else File.Move(from, to, overwrite: true);
    }

    /// <summary>Removes a file; it may be absent.</summary>
    public virtual void Delete(string path) => File.Delete(path);

    /// <summary>Creates a folder with those above it; it may exist.</summary>
    public virtual void CreateFolder(string path)
    {
        if (!Directory.Exists(path)) Directory.CreateDirectory(path);
    }

    /// <summary>Removes an empty folder.</summary>
    public virtual void DeleteFolder(string path) => Directory.Delete(path);

    /// <summary>Brings a folder's list of names to the disk.</summary>
    public virtual void FlushFolder(string path)
    {
        if (!HasSync) return;
        var descriptor = open(path, 0);
        if (descriptor < 0) throw Failed("open", path);
        try
        {
            Sync(descriptor, path);
        }
        finally
        {
            _ = close(descriptor);
        }
    }

    private static bool HasSync => OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    private static void Sync(int descriptor, string path)
    {
        if (fsync(descriptor) != 0) throw Failed("flush", path);
    }

    private static IOException Failed(string verb, string path) =>
        new($"cannot {verb} '{path}': {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(int descriptor);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int descriptor);
}
