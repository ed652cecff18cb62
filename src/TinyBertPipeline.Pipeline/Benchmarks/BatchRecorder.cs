using System.Collections.Concurrent;
using System.Diagnostics;
using TinyBertPipeline.Core;

namespace TinyBertPipeline.Pipeline.Benchmarks;

/// <summary>An engine that notes the batches it is given, so that they can be run once more by the engine alone.</summary>
internal sealed class BatchRecorder(IInferenceEngine engine) : IInferenceEngine
{
    private ConcurrentQueue<TokenBatch>? _batches;

    public EngineInfo Info => engine.Info;

    public IInferenceRequest CreateRequest() => new Request(this, engine.CreateRequest());

    /// <summary>Notes the batches of some work.</summary>
    public IReadOnlyList<TokenBatch> Record(Action work)
    {
        _batches = new ConcurrentQueue<TokenBatch>();
        work();
        var batches = _batches.ToArray();
        _batches = null;
        return batches;
    }

    /// <summary>Runs batches with as many requests as the engine has use for, and nothing else.</summary>
    /// <returns>The time in seconds.</returns>
    public double Replay(IReadOnlyList<TokenBatch> batches, CancellationToken cancellation)
    {
        var requests = Enumerable.Range(0, engine.Info.UsefulRequests).Select(_ => engine.CreateRequest()).ToArray();
        try
        {
            var queue = new ConcurrentQueue<TokenBatch>(batches);
            var start = Stopwatch.GetTimestamp();
            Task.WaitAll([.. requests.Select(request => Task.Factory.StartNew(
                () =>
                {
                    while (queue.TryDequeue(out var batch)) request.Run(batch, cancellation);
                },
                cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default))], cancellation);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        finally
        {
            foreach (var request in requests) request.Dispose();
        }
    }

    public void Dispose()
    {
        // the engine is its lane's
    }

    // The runner fills its arrays again for the next batch.
    private void Note(TokenBatch batch) => _batches?.Enqueue(new TokenBatch(
        batch.Rows, batch.Length, [.. batch.InputIds], [.. batch.AttentionMask], [.. batch.TokenTypeIds]));

    private sealed class Request(BatchRecorder recorder, IInferenceRequest request) : IInferenceRequest
    {
        public void Run(TokenBatch batch) => Run(batch, CancellationToken.None);

        public void Run(TokenBatch batch, CancellationToken cancellation)
        {
            recorder.Note(batch);
            request.Run(batch, cancellation);
        }

        public ValueTask RunAsync(TokenBatch batch, CancellationToken cancellation)
        {
            recorder.Note(batch);
            return request.RunAsync(batch, cancellation);
        }

        public ReadOnlySpan<float> Output(string name) => request.Output(name);

        public void Dispose() => request.Dispose();
    }
}
