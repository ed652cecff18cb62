namespace TinyBertPipeline.Pipeline.Prediction;

/// <summary>A stream to read that tells when a read is about to wait for the other end, and when it no longer does.</summary>
/// <param name="input">What is read.</param>
/// <param name="hasBytes">Whether a read would not wait.</param>
/// <param name="pauses">Told true before a read that may wait, false after it.</param>
internal sealed class WatchedInput(Stream input, Func<bool> hasBytes, Action<bool> pauses) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        if (hasBytes()) return input.Read(buffer);
        pauses(true);
        try
        {
            return input.Read(buffer);
        }
        finally
        {
            pauses(false);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) input.Dispose();
        base.Dispose(disposing);
    }
}
