using System.Runtime.CompilerServices;
using System.Threading.Channels;
using TinyBertPipeline.Core.Data;

namespace TinyBertPipeline.Cli.Terminal;

/// <summary>Lines of a pipe as they come: a read that waits for the other end holds up a thread of its own, and nobody else.</summary>
internal static class PipedLines
{
    // Enough that the reader is not waited for; lines may be long.
    private const int Ahead = 64;

    /// <param name="input">The pipe; it is disposed at its end.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="cancellation">Ends waiting for a line.</param>
    /// <exception cref="Core.InvalidInputException">While reading: a line is too long or not UTF-8.</exception>
    public static async IAsyncEnumerable<string> Read(Stream input, string name, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var lines = Channel.CreateBounded<string>(new BoundedChannelOptions(Ahead) { SingleReader = true, SingleWriter = true });
        new Thread(() => Copy(input, name, lines.Writer)) { IsBackground = true, Name = "lines" }.Start();
        await foreach (var line in lines.Reader.ReadAllAsync(cancellation)) yield return line;
    }

    private static void Copy(Stream input, string name, ChannelWriter<string> lines)
    {
        Exception? fault = null;
        try
        {
            foreach (var line in TextLines.Read(input, name))
            {
                if (!lines.TryWrite(line)) lines.WriteAsync(line).AsTask().Wait();
            }
        }
        catch (Exception e)
        {
            fault = e;
        }
        lines.Complete(fault);
    }
}
