using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace TinyBertPipeline.Pipeline.Prediction;

/// <summary>Items between the thread that reads them and who takes them (see <see cref="PipedInput"/>).</summary>
internal sealed class PipedItems<T>
{
    // Enough that the reader is not waited for; lines may be long.
    private const int Ahead = 1024;

    private readonly object _gate = new();                  // waited on, too
    private readonly Queue<T> _items = [];
    private TaskCompletionSource? _awaited;
    private Exception? _fault;
    private bool _isPausing, _ended, _left;

    /// <summary>Starts a thread that reads the items.</summary>
    public static PipedItems<T> Start(Stream input, Func<bool> hasBytes, Func<Stream, IEnumerable<T>> parse)
    {
        var items = new PipedItems<T>();
        new Thread(() => items.Fill(parse(new WatchedInput(input, hasBytes, items.Pause)))) { IsBackground = true, Name = "input" }.Start();
        return items;
    }

    /// <summary>Takes the next item; waits while the thread is at work.</summary>
    /// <param name="item">The item.</param>
    /// <param name="more">Where there is none: what ends when the pause of the input does, or null at the end.</param>
    public bool TryTake([MaybeNullWhen(false)] out T item, out Task? more)
    {
        more = null;
        lock (_gate)
        {
            while (true)
            {
                if (_items.TryDequeue(out item))
                {
                    if (_items.Count == Ahead - 1) Monitor.PulseAll(_gate);
                    return true;
                }
                if (_ended) return false;
                if (_isPausing)
                {
                    more = (_awaited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
                    return false;
                }
                Monitor.Wait(_gate);
            }
        }
    }

    private void Fill(IEnumerable<T> items)
    {
        Exception? fault = null;
        try
        {
            foreach (var item in items)
            {
                if (!TryAdd(item)) return;
            }
        }
        catch (Exception e)
        {
            fault = e;
        }
        Change(() => (_ended, _fault) = (true, fault));
    }

    private bool TryAdd(T item)
    {
        lock (_gate)
        {
            while (_items.Count == Ahead && !_left) Monitor.Wait(_gate);
            if (_left) return false;
            _items.Enqueue(item);
            if (_items.Count == 1) Tell();
            return true;
        }
    }

    private void Pause(bool isPausing) => Change(() => _isPausing = isPausing);

    /// <summary>Ends the thread, when it comes back from a read.</summary>
    public void Leave() => Change(() => _left = true);

    /// <summary>What reading failed with.</summary>
    public void ThrowIfFailed()
    {
        if (_fault is { } fault) ExceptionDispatchInfo.Throw(fault);
    }

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            Tell();
        }
    }

    // Within the lock. Who awaits an item goes on where there is one, or will never be.
    private void Tell()
    {
        Monitor.PulseAll(_gate);
        if (_items.Count == 0 && !_ended) return;
        _awaited?.TrySetResult();
        _awaited = null;
    }
}
