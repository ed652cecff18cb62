using Microsoft.Win32.SafeHandles;

namespace TinyBertPipeline.Core.Checkpoints.Storage;

/// <summary>
/// A model file that is read at given places. It is read, not mapped: a file that shrinks meanwhile gives an error instead of ending the
/// process.
/// </summary>
internal sealed class ModelFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    private ModelFile(string path, SafeFileHandle handle) => (Path, _handle, Length) = (path, handle, RandomAccess.GetLength(handle));

    public string Path { get; }

    public long Length { get; }

    /// <exception cref="InvalidInputException">There is no such file, it is empty, or it is plainly something else.</exception>
    public static ModelFile Open(string path)
    {
        try
        {
            var file = new ModelFile(path, File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete));
            file.RefuseOtherContent();
            return file;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidInputException(InputKind.Model, path, "there is no such file", inner: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException($"cannot read {path}: {e.Message}", e);
        }
    }

    /// <summary>Fills the whole span from <paramref name="offset"/> on.</summary>
    public void Read(long offset, Span<byte> destination)
    {
        while (destination.Length > 0)
        {
            var read = RandomAccess.Read(_handle, destination, offset);
            if (read <= 0) throw Refuse($"ends at byte {offset}, though it had {Length} bytes when it was opened");
            destination = destination[read..];
            offset += read;
        }
    }

    public byte[] Read(long offset, int length)
    {
        var bytes = new byte[length];
        Read(offset, bytes);
        return bytes;
    }

    public InvalidInputException Refuse(string message) => new(InputKind.Model, Path, message);

    public void Dispose() => _handle.Dispose();

    // What a failed download leaves behind under a model's name.
    private void RefuseOtherContent()
    {
        var start = Read(0, (int)Math.Min(Length, 64));
        var found = start switch
        {
            [] => "is empty (0 bytes)",
            _ when start.AsSpan().StartsWith("version https://git-lfs"u8) =>
                "is a Git LFS pointer, not the weights: fetch them with 'git lfs pull'",
            [(byte)'<', ..] => "looks like a web page (HTML or XML), not like weights: download it again",
            _ => null,
        };
        if (found is null) return;
        Dispose();
        throw Refuse(found);
    }
}
