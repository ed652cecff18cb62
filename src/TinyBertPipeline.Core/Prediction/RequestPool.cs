using System.Collections.Concurrent;

namespace TinyBertPipeline.Core.Prediction;

/// <summary>Requests of an engine that are used again, as their buffers are costly.</summary>
internal sealed class RequestPool(IInferenceEngine engine) : IDisposable
{
    private readonly ConcurrentBag<IInferenceRequest> _idle = [];
    private volatile bool _isDisposed;

    /// <summary>Runs a batch and lets <paramref name="read"/> see the request's outputs. A request that fails is not used again.</summary>
    public void Run(TokenBatch batch, Action<IInferenceRequest> read, CancellationToken cancellation = default)
    {
        if (!_idle.TryTake(out var request)) request = engine.CreateRequest();
        try
        {
            request.Run(batch, cancellation);
            read(request);
        }
        catch
        {
            request.Dispose();
            throw;
        }
        _idle.Add(request);
        if (_isDisposed) Dispose();
    }

    public void Dispose()
    {
        _isDisposed = true;
        while (_idle.TryTake(out var request)) request.Dispose();
    }
}
