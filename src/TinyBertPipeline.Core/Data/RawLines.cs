namespace TinyBertPipeline.Core.Data;

/// <summary>Lines of strict UTF-8 with all their bytes, for output that shall be its input but for some places.</summary>
public static class RawLines
{
    private const int MaxBytes = Utf8LineReader.MaxJsonLineBytes;

    /// <summary>The lines of a stream as they come; the last one may have no end.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InvalidInputException">While reading: a line is too long or not UTF-8.</exception>
    public static IEnumerable<RawLine> Read(Stream stream, string name)
    {
        var (line, buffer, number, offset) = (new MemoryStream(), new byte[1 << 16], 0L, 0L);
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            for (var start = 0; start < read;)
            {
                var end = Array.IndexOf(buffer, (byte)'\n', start, read - start);
                var next = end < 0 ? read : end + 1;
                line.Write(buffer, start, next - start);
                start = next;
                if (line.Length > MaxBytes) throw new InvalidInputException(InputKind.Data, name, $"the line is longer than {MaxBytes >> 20} MiB", number + 1);
                if (end < 0) continue;
                yield return Create(line.ToArray(), ++number, offset, name);
                offset += line.Length;
                line.SetLength(0);
            }
        }
        if (line.Length > 0) yield return Create(line.ToArray(), ++number, offset, name);
    }

    private static RawLine Create(byte[] bytes, long number, long offset, string name)
    {
        var invalid = Utf8LineReader.FindInvalid(bytes);
        if (invalid >= 0) throw new InvalidInputException(InputKind.Data, name, FormattableString.Invariant(
            $"byte offset {offset + invalid}: byte 0x{bytes[invalid]:X2} is not valid UTF-8; convert the file to UTF-8"), number);
        var start = number == 1 && bytes is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
        var end = bytes.AsSpan() switch
        {
            [.., (byte)'\r', (byte)'\n'] => bytes.Length - 2,
            [.., (byte)'\n'] => bytes.Length - 1,
            _ => bytes.Length,
        };
        return new(bytes, Math.Min(start, end), end, number);
    }
}

/// <summary>A line with its end.</summary>
/// <param name="Bytes">All its bytes.</param>
/// <param name="Start">Where its content begins, behind a byte-order mark.</param>
/// <param name="End">Where its content ends, before the line's end.</param>
/// <param name="Number">Its number, counted from 1.</param>
public sealed record RawLine(byte[] Bytes, int Start, int End, long Number)
{
    /// <summary>What is before the content.</summary>
    public ReadOnlySpan<byte> Before => Bytes.AsSpan(0, Start);

    /// <summary>The content.</summary>
    public ReadOnlySpan<byte> Content => Bytes.AsSpan(Start, End - Start);

    /// <summary>What is behind the content.</summary>
    public ReadOnlySpan<byte> After => Bytes.AsSpan(End);

    /// <summary>Whether the content is white space alone.</summary>
    public bool IsBlank => Content.Trim(" \t"u8).IsEmpty;
}
