using System.Collections.Concurrent;

namespace TinyBertPipeline.Core.Files;

/// <summary>
/// Inputs that can be read only once, a FIFO or the pipe that a shell makes of a command: readers look at a file more than once, and it is
/// hashed, so what came through the pipe is kept in a temporary file while the process lives.
/// </summary>
internal static class PipedInput
{
    private const long Most = 1L << 33;

    private static readonly ConcurrentDictionary<string, Lazy<string>> _kept = new(StringComparer.Ordinal);

    /// <summary>Where the content of a path can be read as often as wanted: the path itself unless it is a pipe.</summary>
    /// <exception cref="IOException">The pipe cannot be read or kept.</exception>
    public static string PathOf(string path)
    {
        if (FileStatus.Of(path).Kind != FileKind.Pipe) return path;
        return _kept.GetOrAdd(Path.GetFullPath(path), full => new Lazy<string>(() => Keep(full))).Value;
    }

    // The folder is not disposed: it goes with the process, or is removed by a later one.
    private static string Keep(string path)
    {
        var kept = new ScratchFolder().Sub("input");
        using var pipe = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
        using var file = new FileStream(kept, FileMode.CreateNew, FileAccess.Write);
        var buffer = new byte[1 << 16];
        for (int read; (read = pipe.Read(buffer)) > 0; file.Write(buffer, 0, read))
        {
            if (file.Length + read > Most) throw new IOException($"more than {Most >> 30} GiB came through the pipe '{path}'");
        }
        return kept;
    }
}
