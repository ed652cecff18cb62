using System.Text;
using TinyBertPipeline.Core.Checkpoints.Storage;

namespace TinyBertPipeline.Core.Checkpoints.Pickle;

/// <summary>
/// Reads a part of a file forward; never past its end, and nothing is allocated for a length that the part does not have.
/// </summary>
internal sealed class PickleInput(ModelFile file, long begin, long length)
{
    private const int LongestLine = 1_000;

    private static readonly UTF8Encoding _strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly long _end = begin + length;
    private readonly byte[] _buffer = new byte[(int)Math.Min(1 << 16, Math.Max(1, length))];
    private long _bufferBegin = begin;
    private int _bufferLength, _next;

    /// <summary>The place in the file.</summary>
    public long Position => _bufferBegin + _next;

    public long Remaining => _end - Position;

    public byte ReadByte()
    {
        if (_next == _bufferLength) Fill();
        return _buffer[_next++];
    }

    public void Read(Span<byte> destination)
    {
        for (var i = 0; i < destination.Length; i++) destination[i] = ReadByte();
    }

    /// <summary>The bytes up to a line feed, as text.</summary>
    public string ReadLine()
    {
        var bytes = new List<byte>();
        for (var value = ReadByte(); value != '\n'; value = ReadByte())
        {
            if (bytes.Count == LongestLine) throw Refuse($"has a name of more than {LongestLine} bytes");
            bytes.Add(value);
        }
        return Decode([.. bytes]);
    }

    public string ReadText(long byteLength)
    {
        if (byteLength > Remaining || byteLength > Array.MaxLength) throw Refuse($"has a text of {byteLength} bytes; {Remaining} are left");
        var bytes = new byte[byteLength];
        Read(bytes);
        return Decode(bytes);
    }

    public InvalidInputException Refuse(string message) => file.Refuse($"the pickle {message} (byte {Position})");

    private string Decode(byte[] bytes)
    {
        try
        {
            return _strictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidInputException(
                InputKind.Model, file.Path, $"the pickle has a text that is not UTF-8 (byte {Position})", inner: e);
        }
    }

    private void Fill()
    {
        if (Remaining <= 0) throw Refuse("ends early");
        _bufferBegin = Position;
        _bufferLength = (int)Math.Min(_buffer.Length, _end - _bufferBegin);
        _next = 0;
        file.Read(_bufferBegin, _buffer.AsSpan(0, _bufferLength));
    }
}
