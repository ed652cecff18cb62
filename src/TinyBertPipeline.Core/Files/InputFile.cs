namespace TinyBertPipeline.Core.Files;

/// <summary>Reads files that somebody else wrote, into bounded memory: a device that never ends and a huge file are refused.</summary>
public static class InputFile
{
    /// <summary>All bytes of a file.</summary>
    /// <param name="path">The file; a FIFO is read to its end.</param>
    /// <param name="kind">What kind of input it is.</param>
    /// <param name="most">The most bytes that are read.</param>
    /// <exception cref="InvalidInputException">It is absent, a folder or larger.</exception>
    /// <exception cref="EnvironmentException">It cannot be read.</exception>
    public static byte[] ReadBytes(string path, InputKind kind, int most)
    {
        using var stream = Open(path, kind);
        return ReadBytes(stream, path, kind, most);
    }

    /// <summary>Opens a file for reading from its start to its end; what comes through a pipe can be opened more than once.</summary>
    /// <exception cref="InvalidInputException">It is absent or a folder.</exception>
    /// <exception cref="EnvironmentException">It cannot be read.</exception>
    public static FileStream Open(string path, InputKind kind)
    {
        if (Directory.Exists(path)) throw new InvalidInputException(kind, path, "is a folder; expected a file");
        try
        {
            const FileShare All = FileShare.ReadWrite | FileShare.Delete;
            return new FileStream(PipedInput.PathOf(path), FileMode.Open, FileAccess.Read, All, 1, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidInputException(kind, path, "there is no such file", inner: e);
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw new EnvironmentException($"cannot read {path}: {e.Message}", e);
        }
    }

    internal static byte[] ReadBytes(Stream stream, string path, InputKind kind, int most)
    {
        try
        {
            // The length is not believed: that of a FIFO or device is none, and a file may grow.
            using var bytes = new MemoryStream(stream.CanSeek ? (int)Math.Min(stream.Length, most) : 0);
            var buffer = new byte[1 << 16];
            for (int read; (read = stream.Read(buffer)) > 0; bytes.Write(buffer, 0, read))
            {
                if (bytes.Length + read > most)
                    throw new InvalidInputException(kind, path, $"is larger than {most} bytes, the most that is read of such a file");
            }
            return bytes.ToArray();
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw new EnvironmentException($"cannot read {path}: {e.Message}", e);
        }
    }
}
