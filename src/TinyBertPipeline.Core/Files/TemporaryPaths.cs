using System.Collections.Concurrent;

namespace TinyBertPipeline.Core.Files;

/// <summary>
/// The temporary files and folders of this process that are in use. A program that is about to end in the middle of its work removes them;
/// after a kill the next run does.
/// </summary>
public static class TemporaryPaths
{
    private static readonly ConcurrentDictionary<string, bool> _paths = new();

    /// <summary>Removes all of them; what cannot be removed is left to the next run.</summary>
    public static void RemoveAll()
    {
        foreach (var path in _paths.Keys)
        {
            try
            {
                if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
                else File.Delete(path);
            }
            catch (Exception e) when (FileFault.Is(e))
            {
                // the process ends in a moment
            }
        }
    }

    internal static void Add(string path) => _paths[path] = true;

    internal static void Forget(string path) => _paths.TryRemove(path, out _);
}
