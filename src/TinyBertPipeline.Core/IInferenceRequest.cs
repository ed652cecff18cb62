namespace TinyBertPipeline.Core;

/// <summary>One caller's place in an engine: input and output buffers that are reused from run to run.</summary>
public interface IInferenceRequest : IDisposable
{
    /// <summary>Runs the batch to its end on the calling thread.</summary>
    /// <exception cref="ArgumentException">The batch does not fit the model (see <see cref="TokenBatch.ThrowIfUnfit"/>).</exception>
    void Run(TokenBatch batch);

    /// <summary>As <see cref="Run(TokenBatch)"/>; cancellation ends the run early where the engine can, else it prevents it.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; there is no result.</exception>
    void Run(TokenBatch batch, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Run(batch);
    }

    /// <summary>Runs the batch without blocking the calling thread; cancellation ends the run early where the engine can.</summary>
    ValueTask RunAsync(TokenBatch batch, CancellationToken cancellation);

    /// <summary>The named output of the last run, row-major; for <c>logits</c> [B,T,labels]. Valid until the next run.</summary>
    ReadOnlySpan<float> Output(string name);
}
