using System.Text;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Pipeline.Prediction;

namespace TinyBertPipeline.Pipeline.Tests.Prediction;

public sealed class PipedInputTests : IDisposable
{
    private readonly ManualResetEventSlim _more = new();

    public void Dispose() => _more.Dispose();

    // However far behind the reading thread is: with bytes to read there is no pause, for which batches would run half empty.
    [Fact]
    public async Task WhereThePipeHasBytesNobodyIsToldOfAPause()
    {
        static IEnumerable<string> Slowly(Stream input)
        {
            foreach (var line in TextLines.Read(input, "pipe"))
            {
                Thread.Sleep(2);
                yield return line;
            }
        }
        var input = new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 50).Select(number => $"{number}\n"))));
        await using var items = PipedInput.Read(input, () => true, Slowly).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        for (var number = 0; number < 50; number++)
        {
            var next = items.MoveNextAsync();
            Assert.True(next.IsCompleted);
            Assert.True(await next);
            Assert.Equal($"{number}", items.Current);
        }
        Assert.False(await items.MoveNextAsync());
    }

    [Fact]
    public async Task APauseOfThePipeIsToldAtOnceAndEndsWithTheNextLine()
    {
        using var input = new PausingStream("first\nsec", _more, "ond\nthird");
        await using var items = Lines(input, () => false).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await items.MoveNextAsync());
        Assert.Equal("first", items.Current);
        var second = items.MoveNextAsync();
        Assert.False(second.IsCompleted);
        _more.Set();
        Assert.True(await second);
        Assert.Equal("second", items.Current);
        Assert.True(await items.MoveNextAsync());
        Assert.Equal("third", items.Current);
        Assert.False(await items.MoveNextAsync());
    }

    [Fact]
    public async Task WaitingForALineCanBeEnded()
    {
        using var input = new PausingStream("", _more, "");
        using var cancellation = new CancellationTokenSource();
        await using var items = Lines(input, () => false).GetAsyncEnumerator(cancellation.Token);
        var next = items.MoveNextAsync();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
        _more.Set();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AFaultComesBehindTheLinesBeforeIt(bool hasBytes)
    {
        var input = new MemoryStream([.. "one\ntwo\n"u8, 0xFF, (byte)'\n']);
        var read = new List<string>();
        var fault = await Assert.ThrowsAsync<InvalidInputException>(async () =>
        {
            await foreach (var line in Lines(input, () => hasBytes)) read.Add(line);
        });
        Assert.Equal(3, fault.Line);
        Assert.Equal(["one", "two"], read);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task MoreLinesThanAreReadAheadComeInOrder(bool hasBytes)
    {
        const int Count = 20_000;
        var input = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, Count))));
        Assert.Equal(Enumerable.Range(0, Count).Select(number => $"{number}"), await Lines(input, () => hasBytes).ToListAsync());
    }

    private static IAsyncEnumerable<string> Lines(Stream input, Func<bool> hasBytes) =>
        PipedInput.Read(input, hasBytes, stream => TextLines.Read(stream, "pipe"));

    /// <summary>Bytes, then a pause, then more.</summary>
    private sealed class PausingStream(string before, ManualResetEventSlim more, string after) : MemoryStream(Encoding.UTF8.GetBytes(before + after))
    {
        public override int Read(Span<byte> buffer)
        {
            if (Position < before.Length) return base.Read(buffer[..Math.Min(buffer.Length, before.Length)]);
            more.Wait();
            return base.Read(buffer);
        }
    }
}
