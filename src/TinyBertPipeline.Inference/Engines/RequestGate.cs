using TinyBertPipeline.Core;

namespace TinyBertPipeline.Inference.Engines;

/// <summary>
/// Lets one caller at a time into a request: its buffers are shared with native code, where a second caller would corrupt memory. Nobody
/// gets in once the engine is closed.
/// </summary>
/// <param name="engine">The gate of the engine that the request belongs to.</param>
internal sealed class RequestGate(CallGate engine)
{
    private readonly object _monitor = new();
    private bool _busy;
    private bool _closed;

    /// <summary>Enters for one run; <see cref="Leave"/> ends it, on any thread.</summary>
    /// <exception cref="InvalidOperationException">Another run is under way.</exception>
    /// <exception cref="ObjectDisposedException">The request or its engine is disposed.</exception>
    public void Enter()
    {
        lock (_monitor)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(IInferenceRequest));
            if (_busy) throw new InvalidOperationException("the request is running: it serves one caller at a time, create another");
            engine.Enter();
            _busy = true;
        }
    }

    public void Leave()
    {
        engine.Leave();
        lock (_monitor)
        {
            _busy = false;
            Monitor.PulseAll(_monitor);
        }
    }

    /// <exception cref="ObjectDisposedException">The request or its engine is disposed.</exception>
    public void ThrowIfClosed()
    {
        lock (_monitor) ObjectDisposedException.ThrowIf(_closed, typeof(IInferenceRequest));
        engine.ThrowIfClosed();
    }

    /// <summary>Waits for the end of a run under way and lets nobody in any more; true for the first call.</summary>
    public bool Close()
    {
        lock (_monitor)
        {
            while (_busy) Monitor.Wait(_monitor);
            var first = !_closed;
            _closed = true;
            return first;
        }
    }
}
