using System.Runtime.InteropServices;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Training.Pretraining.Text;

/// <summary>Pieces of text on disk, four bytes each, so that text of any size is read by place; the file ends with its owner.</summary>
/// <param name="folder">Where the disk has room for it.</param>
/// <exception cref="EnvironmentException">The folder cannot be written.</exception>
internal sealed class PieceFile(string folder) : IDisposable
{
    private readonly FileStream _file = ScratchFile.Create(folder);
    private readonly int[] _waiting = new int[1 << 14];
    private int _waitingCount;
    private long _written;

    /// <summary>Pieces so far.</summary>
    public long Count => _written + _waitingCount;

    /// <summary>Adds a piece at the end.</summary>
    /// <exception cref="EnvironmentException">The disk is full.</exception>
    public void Add(int id)
    {
        if (_waitingCount == _waiting.Length) Flush();
        _waiting[_waitingCount++] = id;
    }

    /// <summary>Fills <paramref name="pieces"/> with those from <paramref name="start"/> on.</summary>
    public void Read(long start, Span<int> pieces)
    {
        if (_waitingCount > 0) Flush();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + pieces.Length, _written);
        var bytes = MemoryMarshal.AsBytes(pieces);
        for (var done = 0; done < bytes.Length;)
        {
            var read = RandomAccess.Read(_file.SafeFileHandle, bytes[done..], start * sizeof(int) + done);
            if (read == 0) throw new EnvironmentException($"{_file.Name} has become shorter while it was in use");
            done += read;
        }
    }

    /// <summary>The piece at a place.</summary>
    public int this[long place]
    {
        get
        {
            Span<int> piece = stackalloc int[1];
            Read(place, piece);
            return piece[0];
        }
    }

    public void Dispose() => _file.Dispose();

    private void Flush()
    {
        try
        {
            RandomAccess.Write(_file.SafeFileHandle, MemoryMarshal.AsBytes(_waiting.AsSpan(0, _waitingCount)), _written * sizeof(int));
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw FileFault.Cannot("write", _file.Name, e);
        }
        (_written, _waitingCount) = (_written + _waitingCount, 0);
    }
}
