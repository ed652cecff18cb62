using System.Runtime.ExceptionServices;

namespace TinyBertPipeline.Core.Prediction;

/// <summary>
/// Does the work of a line on threads of the pool, as many at a time as it takes: encodes chunks and runs batches. A batch that is not full
/// runs when nothing can join it any more. The first failure ends all.
/// </summary>
internal sealed class LineCrew<TSource, TResult> : IDisposable
{
    private readonly EngineRunner _runner;
    private readonly LineSteps<TSource, TResult> _steps;
    private readonly int _mostHelpers;
    private readonly Lock _gate = new();
    private readonly LookAhead _lookAhead;
    private readonly Queue<LineChunk<TSource, TResult>> _toEncode = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenRegistration _registration;
    private TaskCompletionSource? _left;
    private Exception? _fault;
    private int _helpers, _encoding, _running;
    private bool _mayGrow;

    /// <param name="runner">Runs the batches.</param>
    /// <param name="steps">What is done with a source.</param>
    /// <param name="ownThreads">Threads of the caller that <see cref="TryWork"/> as well.</param>
    /// <param name="cancellation">Ends the work as a failure does.</param>
    public LineCrew(EngineRunner runner, LineSteps<TSource, TResult> steps, int ownThreads, CancellationToken cancellation)
    {
        (_runner, _steps, Stopped) = (runner, steps, _stop.Token);
        _mostHelpers = Math.Max(runner.Concurrency, Environment.ProcessorCount) - ownThreads;
        _lookAhead = runner.CreateLookAhead();
        _registration = cancellation.UnsafeRegister(_ => Fail(new OperationCanceledException(cancellation)), null);
    }

    /// <summary>Ends with the first failure, without telling it (see <see cref="ThrowIfFailed"/>), or with <see cref="StopAsync"/>.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Cancelled by the first failure, and at the end.</summary>
    public CancellationToken Stopped { get; }

    public void ThrowIfFailed()
    {
        if (_fault is { } fault) ExceptionDispatchInfo.Throw(fault);
    }

    public void Post(LineChunk<TSource, TResult> chunk)
    {
        chunk.Seal();
        lock (_gate) _toEncode.Enqueue(chunk);
    }

    /// <summary>Tells whether the input is about to bring more, for which batches that are not full wait.</summary>
    public void Expect(bool more)
    {
        lock (_gate) _mayGrow = more;
    }

    /// <summary>Starts a thread if there is work for one.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            if (_helpers >= _mostHelpers || !HasWork()) return;
            _helpers++;
        }
        ThreadPool.UnsafeQueueUserWorkItem(static crew => crew.Help(), this, preferLocal: false);
    }

    /// <summary>Does a piece of work on this thread; false if there is none.</summary>
    public bool TryWork()
    {
        Action? work;
        lock (_gate) work = Take();
        if (work is null) return false;
        Do(work);
        return true;
    }

    /// <summary>Takes up no more work; the task ends with the work under way.</summary>
    public Task StopAsync()
    {
        _registration.Unregister();
        End();
        lock (_gate) return _helpers == 0 ? Task.CompletedTask : (_left = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    public void Dispose() => _stop.Dispose();

    public void Fail(Exception fault)
    {
        Interlocked.CompareExchange(ref _fault, fault, null);
        End();
    }

    private void End()
    {
        _stop.Cancel();
        _ended.TrySetResult();
    }

    private void Help()
    {
        while (true)
        {
            Action? work;
            lock (_gate)
            {
                work = Take();
                if (work is null)
                {
                    // Within the lock: who brings work from now on sees that a thread is missing.
                    if (--_helpers == 0) _left?.TrySetResult();
                    return;
                }
            }
            Do(work);
        }
    }

    private void Do(Action work)
    {
        Wake();
        try
        {
            work();
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    private bool IsEngineFree => _running < _runner.Concurrency;

    private bool NothingJoins => !_mayGrow && _toEncode.Count == 0 && _encoding == 0;

    private bool HasWork() => !Stopped.IsCancellationRequested && (_toEncode.Count > 0 || (IsEngineFree && _lookAhead.Has(partial: NothingJoins)));

    // Full batches first, so that the engine never waits for the tokenizer.
    private Action? Take()
    {
        if (Stopped.IsCancellationRequested) return null;
        if (IsEngineFree && _lookAhead.Take(partial: NothingJoins, out var batch))
        {
            _running++;
            return () => Run(batch);
        }
        if (!_toEncode.TryDequeue(out var chunk)) return null;
        _encoding++;
        return () => Encode(chunk);
    }

    private void Encode(LineChunk<TSource, TResult> chunk)
    {
        var items = new LineItem[chunk.Sources.Count];
        for (var i = 0; i < items.Length; i++)
        {
            var (index, (item, finish)) = (i, _steps.Encode(chunk.Sources[i]));
            var logits = new float[item.Rows * _runner.Width];
            items[i] = new LineItem(item, logits, chunk.First + i, () => chunk.Set(index, finish(logits)));
        }
        lock (_gate)
        {
            foreach (var item in items) _lookAhead.Add(item);
            _encoding--;
        }
        foreach (var item in items)
        {
            if (item.Item.Windows.Count == 0) item.EndWindow();
        }
    }

    private void Run(WindowBatch batch)
    {
        try
        {
            _runner.Run(batch, Stopped);
        }
        finally
        {
            lock (_gate) _running--;
        }
        Wake();
        foreach (var (item, _) in batch.Windows) item.EndWindow();
    }
}
