using TinyBertPipeline.Core;

namespace TinyBertPipeline.Pipeline.Stages;

/// <summary>Keeps a second run out of a run folder. The operating system drops the lock when the process ends, however it ends.</summary>
internal static class FolderLock
{
    /// <summary>Takes the lock until the result is disposed.</summary>
    /// <exception cref="EnvironmentException">Another process works in the folder.</exception>
    public static IDisposable Take(string folder)
    {
        var path = Path.Combine(folder, "run.lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new EnvironmentException($"{folder} is in use by another run ({e.Message}); wait for it or choose another output folder", e);
        }
    }
}
