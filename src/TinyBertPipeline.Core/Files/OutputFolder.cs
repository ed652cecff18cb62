using System.Text;

namespace TinyBertPipeline.Core.Files;

/// <summary>A folder that a run will write into: what would make that fail is found before the work, not after it.</summary>
public static class OutputFolder
{
    // Room for checkpoints/stage-N/checkpoint-NNNNNNNNN.N.tmp/ and the temporary name of a file in it.
    private const int RoomBelow = 200;
    private const int LongestPath = 4096;

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
