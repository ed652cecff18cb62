namespace TinyBertPipeline.Core.Files;

/// <summary>
/// A file for what is needed only while something runs. It has a name for a moment alone, a new one that nothing else has, so that no file or
/// link of the user's is in its place, and it is gone with its stream, however the process ends.
/// </summary>
public static class ScratchFile
{
    /// <summary>Creates a file on the disk of a folder, which is created when it is absent.</summary>
    /// <exception cref="EnvironmentException">The folder cannot be written.</exception>
    public static FileStream Create(string folder)
    {
        OutputFolder.Create(folder);
        try
        {
            var file = Leftovers.CreateFile(Path.GetFullPath(folder));
            Disk.Current.Delete(file.Name);
            return file;
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw FileFault.Cannot("write into", folder, e);
        }
    }
}
