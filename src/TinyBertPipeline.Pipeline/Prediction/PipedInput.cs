using System.Runtime.CompilerServices;

namespace TinyBertPipeline.Pipeline.Prediction;

/// <summary>
/// What is read from a pipe, as it comes: a read that waits for the other end holds up a thread of its own, and nobody else. Who asks for an
/// item while that thread is at work waits for it; an item is only not there yet while the pipe itself has nothing to read, which is a pause
/// of the input. (Were it so whenever the thread is behind, a busy processor would look like pauses, and batches would run half empty.)
/// </summary>
public static class PipedInput
{
    /// <summary>Reads a pipe to its end.</summary>
    /// <param name="input">The pipe; it is disposed at its end.</param>
    /// <param name="hasBytes">Whether a read would not wait.</param>
    /// <param name="parse">Makes items of bytes as they come.</param>
    /// <param name="cancellation">Ends waiting for an item.</param>
    /// <remarks>What <paramref name="parse"/> throws is thrown when the items before it have been taken.</remarks>
    public static async IAsyncEnumerable<T> Read<T>(
        Stream input, Func<bool> hasBytes, Func<Stream, IEnumerable<T>> parse, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var items = PipedItems<T>.Start(input, hasBytes, parse);
        try
        {
            while (true)
            {
                if (items.TryTake(out var item, out var more)) yield return item;
                else if (more is null) break;
                else await more.WaitAsync(cancellation);
            }
        }
        finally
        {
            items.Leave();
        }
        items.ThrowIfFailed();
    }
}
