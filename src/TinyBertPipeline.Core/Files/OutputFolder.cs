using System.Text;

namespace TinyBertPipeline.Core.Files;

/// <summary>A folder that a run will write into: what would make that fail is found before the work, not after it.</summary>
public static class OutputFolder
{
    // Room for checkpoints/stage-N/checkpoint-NNNNNNNNN.N.tmp/ and the temporary name of a file in it.
    private const int RoomBelow = 200;
    private const int LongestPath = 4096;

    /// <summary>Whether a path is a folder of its own or nothing yet; not where it is a link to one, or a file.</summary>
    public static bool IsPlain(string folder) =>
        FileStatus.Of(Path.GetFullPath(folder), follow: false).Kind is FileKind.Missing or FileKind.Folder;

    /// <summary>Whether a folder holds nothing but what this program keeps there for a moment.</summary>
    public static bool IsEmpty(string folder) => !Directory.Exists(folder) || Directory.EnumerateFileSystemEntries(folder)
        .All(path => Path.GetFileName(path).StartsWith(Leftovers.Prefix, StringComparison.Ordinal));

    /// <summary>Removes files that this program wrote, by their names, and the folder when nothing else is left in it.</summary>
    /// <exception cref="EnvironmentException">One cannot be removed.</exception>
    public static void RemoveOwn(string folder, IEnumerable<string> names)
    {
        if (FileStatus.Of(folder, follow: false).Kind != FileKind.Folder) return;
        try
        {
            Leftovers.RemoveFiles(folder);
            foreach (var name in names) Disk.Current.Delete(Path.Combine(folder, name));
            if (!Directory.EnumerateFileSystemEntries(folder).Any()) Disk.Current.DeleteFolder(folder);
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw FileFault.Cannot("remove files of", folder, e);
        }
    }

    /// <summary>Creates a folder that is absent, and makes sure that files can be written into it.</summary>
    /// <exception cref="EnvironmentException">It cannot be created or written, or its path leaves no room for names below it.</exception>
    public static void Create(string folder)
    {
        try
        {
            var full = Path.GetFullPath(folder);
            if (!OperatingSystem.IsWindows() && Encoding.UTF8.GetByteCount(full) > LongestPath - RoomBelow)
                throw new PathTooLongException($"the path has {full.Length} characters, which leaves no room for those of the files in it");
            Disk.Current.CreateFolder(full);
            Leftovers.RemoveFiles(full);
            using var probe = Leftovers.CreateFile(full);
            Disk.Current.Delete(probe.Name);
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw FileFault.Cannot("write into", folder, e);
        }
    }
}
