using System.Diagnostics;
using TinyBertPipeline.Core;

namespace TinyBertPipeline.Pipeline.Experiments;

/// <summary>A lock for a moment: others wait. The operating system drops it when the process ends, however that ends.</summary>
internal static class FileLock
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Takes the lock until the result is disposed. The file stays: one that is removed could be locked by two at once.</summary>
    /// <exception cref="EnvironmentException">Another process holds it for too long, or the file cannot be opened.</exception>
    public static IDisposable Wait(string path)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e)
            {
                if (Stopwatch.GetElapsedTime(start) > _patience)
                    throw new EnvironmentException($"cannot lock {path}: {e.Message}; another process holds it", e);
                Thread.Sleep(_pause);
            }
            catch (UnauthorizedAccessException e)
            {
                throw new EnvironmentException($"cannot lock {path}: {e.Message}", e);
            }
        }
    }
}
