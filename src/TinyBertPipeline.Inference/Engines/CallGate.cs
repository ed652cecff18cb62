namespace TinyBertPipeline.Inference.Engines;

/// <summary>
/// Makes disposing final: calls enter and leave, and closing waits for those under way and lets nobody in any more. Any number of calls
/// may be inside at once.
/// </summary>
/// <param name="owner">The type that is disposed, for the exception.</param>
internal sealed class CallGate(Type owner)
{
    private readonly object _monitor = new();
    private int _calls;
    private bool _closed;

    /// <summary>Enters for one call; <see cref="Leave"/> ends it, on any thread.</summary>
    /// <exception cref="ObjectDisposedException">The gate is closed.</exception>
    public void Enter()
    {
        lock (_monitor)
        {
            ObjectDisposedException.ThrowIf(_closed, owner);
            _calls++;
        }
    }

    public void Leave()
    {
        lock (_monitor)
        {
            _calls--;
            Monitor.PulseAll(_monitor);
        }
    }

    /// <exception cref="ObjectDisposedException">The gate is closed.</exception>
    public void ThrowIfClosed()
    {
        lock (_monitor) ObjectDisposedException.ThrowIf(_closed, owner);
    }

    /// <summary>Lets nobody in any more and waits until the last call has left; true for the first closing.</summary>
    public bool Close()
    {
        lock (_monitor)
        {
            var first = !_closed;
            _closed = true;
            while (_calls > 0) Monitor.Wait(_monitor);
            return first;
        }
    }
}
