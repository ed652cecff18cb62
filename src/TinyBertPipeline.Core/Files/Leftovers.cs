using System.Globalization;

namespace TinyBertPipeline.Core.Files;

/// <summary>
/// Temporary files and folders beside their targets: they bear a name that only this program gives, and a process holds its own by a lock
/// that ends with it. What nobody holds was left by a process that was killed, and the next one that writes there removes it.
/// (The number of the process in the name is for people: in another container, or after a while, it is another's.)
/// </summary>
internal static class Leftovers
{
    /// <summary>How every name begins that this program keeps for itself in a folder.</summary>
    public const string Prefix = ".tinybert-";

    private const string FileSuffix = ".tmp";
    private const int Attempts = 100;
    private const int SharingViolation = unchecked((int)0x80070020);

    /// <summary>A new name for something temporary.</summary>
    public static string NewName(string suffix) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid():N}{suffix}");

    /// <summary>Creates a temporary file, held until it is closed.</summary>
    public static FileStream CreateFile(string folder) => CreateHeld(() => Path.Combine(folder, NewName(FileSuffix)));

    /// <summary>Creates a file that tells others that this process is alive, until it is closed.</summary>
    /// <param name="nextPath">Gives its path, another one each time.</param>
    public static FileStream CreateHeld(Func<string> nextPath)
    {
        for (var attempt = 1; ; attempt++)
        {
            var path = nextPath();
            try
            {
                var file = Disk.Current.Create(path);
                if (File.Exists(path)) return file;
                file.Dispose();
            }
            catch (IOException e) when (attempt < Attempts && (IsHeldByAnother(e) || e is DirectoryNotFoundException))
            {
                // Another process took it, or the new folder it stands in, for a leftover in the moment before the lock was there.
                continue;
            }
            if (attempt == Attempts) throw new IOException($"'{path}' was removed at once, {Attempts} times");
        }
    }

    /// <summary>Removes the temporary files of processes that have ended.</summary>
    public static void RemoveFiles(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, Prefix + "*" + FileSuffix)) TryRemove(path);
    }

    /// <summary>Removes a file that nobody holds; one that somebody holds, or that is another user's, stays.</summary>
    public static void TryRemove(string path)
    {
        using (var held = TryHold(path))
        {
            if (held is null) return;
            if (!OperatingSystem.IsWindows()) Disk.Current.Delete(path);
        }
        if (OperatingSystem.IsWindows()) Disk.Current.Delete(path);
    }

    /// <summary>Holds a file alone until the result is closed; null when another process holds it, it is another user's, or gone.</summary>
    public static FileStream? TryHold(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            return null;
        }
    }

    /// <summary>Whether opening a file failed because another process holds it.</summary>
    public static bool IsHeldByAnother(IOException exception) =>
        exception.HResult == (OperatingSystem.IsWindows() ? SharingViolation : OperatingSystem.IsMacOS() ? 35 : 11);   // EWOULDBLOCK
}
