using System.Buffers;
using System.Text;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Core.Data;

/// <summary>
/// Reads lines of strict UTF-8 with their numbers in flat memory. Lines end at LF, one CR before it is dropped; other Unicode line ends
/// are text. A byte-order mark at the start is dropped.
/// </summary>
/// <param name="stream">The bytes.</param>
/// <param name="path">Where they come from, for messages.</param>
/// <param name="longest">The longest line that is read, in bytes.</param>
/// <param name="isFreeText">Whether a carriage return inside a line is a part of the text, not a fault.</param>
internal sealed class Utf8LineReader(Stream stream, string path, int longest = Utf8LineReader.MaxLineBytes, bool isFreeText = false) : IDisposable
{
    /// <summary>The longest line that is read, in bytes; of JSON, where a line may hold a whole text.</summary>
    public const int MaxLineBytes = 1 << 20, MaxJsonLineBytes = 1 << 26;

    private readonly byte[] _head = new byte[FileSignature.Length];
    private byte[] _buffer = new byte[1 << 16];
    private int _start;                                     // of the next line in the buffer
    private int _end;                                       // of the bytes in the buffer
    private long _offset;                                   // of _buffer[0] in the file
    private bool _ended;

    /// <summary>The number of the last line that was read, counted from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="InvalidInputException">It is absent or a folder.</exception>
    /// <exception cref="EnvironmentException">It cannot be read.</exception>
    public static Utf8LineReader Open(string path, int longest = MaxLineBytes) => new(OpenFile(path), path, longest);

    /// <summary>Opens the bytes of a file.</summary>
    /// <exception cref="InvalidInputException">It is absent or a folder.</exception>
    /// <exception cref="EnvironmentException">It cannot be read.</exception>
    public static FileStream OpenFile(string path) => InputFile.Open(path, InputKind.Data);

    /// <summary>Reads the next line without its end; it is valid until the next call.</summary>
    /// <exception cref="InvalidInputException">The line is too long or not UTF-8.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        line = default;
        var length = FindLineEnd();
        if (length < 0) return false;
        Line++;
        var lineOffset = _offset + _start;
        line = _buffer.AsSpan(_start, length);
        _start = Math.Min(_start + length + 1, _end);
        if (Line == 1 && StartsWithByteOrderMark(line))
        {
            line = line[3..];
            lineOffset += 3;
        }
        if (line is [.., (byte)'\r']) line = line[..^1];
        ThrowIfInvalid(line, lineOffset);
        return true;
    }

    public void Dispose() => stream.Dispose();

    // Length of the next line, its LF left out; -1 at the end of the file.
    private int FindLineEnd()
    {
        for (var searched = 0; ;)
        {
            var index = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (index >= 0) return searched + index;
            searched = _end - _start;
            if (searched > longest)
            {
                throw new InvalidInputException(InputKind.Data, path, longest == MaxLineBytes
                    ? "the line is longer than 1 MiB; is this a text file with one word a line?"
                    : $"the line is longer than {longest >> 20} MiB", Line + 1);
            }
            if (_ended) return searched > 0 ? searched : -1;
            Fill();
        }
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_offset, _end, _start) = (_offset + _start, _end - _start, 0);
        }
        if (_end == _buffer.Length) Array.Resize(ref _buffer, 2 * _buffer.Length);
        var read = Read(_buffer.AsSpan(_end));
        if (_offset + _end == 0) _buffer.AsSpan(0, Math.Min(read, _head.Length)).CopyTo(_head);
        _end += read;
        _ended = read == 0;
    }

    private int Read(Span<byte> buffer)
    {
        try
        {
            return stream.Read(buffer);
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw new EnvironmentException($"cannot read {path}: {e.Message}", e);
        }
    }

    private bool StartsWithByteOrderMark(ReadOnlySpan<byte> line)
    {
        if (line is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            throw new InvalidInputException(InputKind.Data, path, "byte offset 0: a UTF-16 byte-order mark; convert the file to UTF-8", 1);
        return line is [0xEF, 0xBB, 0xBF, ..];
    }

    private void ThrowIfInvalid(ReadOnlySpan<byte> line, long lineOffset)
    {
        var nul = line.IndexOf((byte)0);
        if (nul >= 0) throw Invalid(lineOffset + nul, "a NUL byte: not UTF-8 text, perhaps UTF-16; convert the file to UTF-8");
        var carriage = isFreeText ? -1 : line.IndexOf((byte)'\r');
        if (carriage >= 0) throw Invalid(lineOffset + carriage, "a carriage return inside the line; lines end with LF or CR LF");
        var invalid = FindInvalid(line);
        if (invalid >= 0) throw Invalid(lineOffset + invalid, $"byte 0x{line[invalid]:X2} is not valid UTF-8; convert the file to UTF-8");
    }

    /// <summary>The first byte that is not UTF-8, or -1.</summary>
    public static int FindInvalid(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < text.Length;)
        {
            var ascii = text[i..].IndexOfAnyExceptInRange((byte)0, (byte)127);
            if (ascii < 0) return -1;
            i += ascii;
            if (Rune.DecodeFromUtf8(text[i..], out _, out var consumed) != OperationStatus.Done) return i;
            i += consumed;
        }
        return -1;
    }

    private InvalidInputException Invalid(long offset, string what) => new(InputKind.Data, path,
        FormattableString.Invariant($"byte offset {offset}: {FileSignature.Describe(_head) ?? what}"), Line);
}
