namespace TinyBertPipeline.Cli.Terminal;

/// <summary>Standard output did not take what was written to it.</summary>
/// <param name="cause">The system's error.</param>
internal sealed class OutputLostException(IOException cause) : IOException($"cannot write to standard output: {cause.Message}", cause)
{
    /// <summary>Whether the other end of a pipe was closed: its reader has what it wanted.</summary>
    public bool IsReaderGone { get; } = cause.HResult == StandardStream.BrokenPipe;
}
