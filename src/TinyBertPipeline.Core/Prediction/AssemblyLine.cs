using System.Threading.Channels;

namespace TinyBertPipeline.Core.Prediction;

/// <summary>
/// The way from sources to results, in their order and in bounded memory: sources are read and encoded in parallel, their windows wait in a
/// <see cref="LookAhead"/> for others of their length, several batches run at once, and a result is made where its last window ends
/// (<see cref="LineCrew{TSource, TResult}"/>). The input waits while too much is on the line, and what is on the line runs at once when the
/// input makes a pause. One line serves one input.
/// </summary>
/// <param name="runner">Runs the batches.</param>
/// <param name="steps">What is done with a source.</param>
/// <param name="cancellation">Ends the work between two batches, and a batch under way where the engine can.</param>
internal sealed class AssemblyLine<TSource, TResult>(EngineRunner runner, LineSteps<TSource, TResult> steps, CancellationToken cancellation)
{
    // Pieces between reading and giving back: some megabytes, and enough for full batches of rare lengths.
    private const int MostInFlight = 1 << 17;

    private readonly Lock _gate = new();
    private TaskCompletionSource? _room;
    private long _inFlight;

    /// <summary>The results of a list; this thread works with the others.</summary>
    public TResult[] Run(IReadOnlyList<TSource> sources, IProgress<int>? progress)
    {
        var results = new TResult[sources.Count];
        var (posted, done) = (0, 0);
        var order = new Queue<LineChunk<TSource, TResult>>();
        using var crew = new LineCrew<TSource, TResult>(runner, steps, ownThreads: 1, cancellation);
        try
        {
            while (done < results.Length)
            {
                while (posted < results.Length && _inFlight < MostInFlight)
                {
                    var chunk = new LineChunk<TSource, TResult> { First = posted };
                    while (posted < results.Length && !chunk.IsFull) Add(chunk, sources[posted++]);
                    order.Enqueue(chunk);
                    crew.Post(chunk);
                }
                var head = order.Dequeue();
                while (!head.Done.IsCompleted && !crew.Ended.IsCompleted)
                {
                    if (!crew.TryWork()) Task.WaitAny(head.Done, crew.Ended);
                }
                crew.ThrowIfFailed();
                foreach (var result in head.Results) results[done++] = result;
                _inFlight -= head.Weight;
                progress?.Report(done);
            }
            return results;
        }
        finally
        {
            crew.StopAsync().Wait(CancellationToken.None);
        }
    }

    /// <summary>The results of sources as they come.</summary>
    public async IAsyncEnumerable<TResult> RunAsync(IAsyncEnumerable<TSource> sources)
    {
        var order = Channel.CreateUnbounded<LineChunk<TSource, TResult>>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        using var crew = new LineCrew<TSource, TResult>(runner, steps, ownThreads: 0, cancellation);
        // Nobody waits for its end: a read that cannot be ended must not keep a failure from the caller.
        _ = Task.Run(() => ReadAsync(sources, crew, order.Writer), CancellationToken.None);
        try
        {
            while (await NextAsync(order.Reader, crew).ConfigureAwait(false) is { } head)
            {
                if (!head.Done.IsCompleted) await Task.WhenAny(head.Done, crew.Ended).ConfigureAwait(false);
                crew.ThrowIfFailed();
                foreach (var result in head.Results) yield return result;
                Release(head, crew);
            }
        }
        finally
        {
            await crew.StopAsync().ConfigureAwait(false);
        }
    }

    private static async ValueTask<LineChunk<TSource, TResult>?> NextAsync(
        ChannelReader<LineChunk<TSource, TResult>> order, LineCrew<TSource, TResult> crew)
    {
        if (order.TryRead(out var chunk)) return chunk;
        var more = order.WaitToReadAsync(CancellationToken.None).AsTask();
        await Task.WhenAny(more, crew.Ended).ConfigureAwait(false);
        crew.ThrowIfFailed();
        return await more.ConfigureAwait(false) && order.TryRead(out chunk) ? chunk : null;
    }

    // What the input fails with comes behind the results of what was read.
    private async Task ReadAsync(IAsyncEnumerable<TSource> sources, LineCrew<TSource, TResult> crew, ChannelWriter<LineChunk<TSource, TResult>> order)
    {
        Exception? fault = null;
        var chunk = new LineChunk<TSource, TResult>();
        try
        {
            await using var reader = sources.GetAsyncEnumerator(crew.Stopped);
            while (!crew.Stopped.IsCancellationRequested)
            {
                var next = reader.MoveNextAsync();
                Send(mayGrow: next.IsCompleted);
                if (!await next.ConfigureAwait(false)) break;
                Add(chunk, reader.Current);
                if (chunk.IsFull) await RoomAsync().ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            fault = e;
        }
        Send(mayGrow: false);
        order.Complete(fault);

        void Send(bool mayGrow)
        {
            if (chunk.IsFull || (!mayGrow && chunk.Sources.Count > 0))
            {
                order.TryWrite(chunk);
                crew.Post(chunk);
                chunk = new() { First = chunk.First + chunk.Sources.Count };
            }
            crew.Expect(mayGrow);
            crew.Wake();
        }

        async ValueTask RoomAsync()
        {
            Send(mayGrow: true);
            Task room;
            lock (_gate)
            {
                if (_inFlight < MostInFlight) return;
                _room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                room = _room.Task;
            }
            Send(mayGrow: false);
            await Task.WhenAny(room, crew.Ended).ConfigureAwait(false);
        }
    }

    private void Add(LineChunk<TSource, TResult> chunk, TSource source)
    {
        var weight = steps.Weigh(source);
        chunk.Add(source, weight);
        lock (_gate) _inFlight += weight;
    }

    private void Release(LineChunk<TSource, TResult> chunk, LineCrew<TSource, TResult> crew)
    {
        lock (_gate)
        {
            _inFlight -= chunk.Weight;
            if (_room is null || _inFlight >= MostInFlight) return;
            crew.Expect(more: true);
            _room.SetResult();
            _room = null;
        }
    }
}
