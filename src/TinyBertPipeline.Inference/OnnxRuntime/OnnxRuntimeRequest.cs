using Microsoft.ML.OnnxRuntime;
using TinyBertPipeline.Core;
using TinyBertPipeline.Inference.Engines;

namespace TinyBertPipeline.Inference.OnnxRuntime;

/// <summary>A caller's buffers, one set for each of the shapes used lately, and its run options.</summary>
internal sealed class OnnxRuntimeRequest : IInferenceRequest
{
    // Enough for the length buckets of a tagger; more shapes than this take turns.
    private const int MaxShapes = 32;

    private readonly OnnxRuntimeEngine _engine;
    private readonly SharedSession _shared;
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };    // errors are exceptions
    private readonly RequestGate _gate;
    private readonly Dictionary<(int Rows, int Length), ShapeBuffers> _shapes = [];
    private ShapeBuffers? _last;
    private long _runs;

    public OnnxRuntimeRequest(OnnxRuntimeEngine engine, SharedSession shared) =>
        (_engine, _shared, _session, _gate) = (engine, shared, shared.Join(), new RequestGate(engine.Calls));

    public void Run(TokenBatch batch) => Run(batch, CancellationToken.None);

    public void Run(TokenBatch batch, CancellationToken cancellation)
    {
        _engine.ThrowIfUnfit(batch);
        cancellation.ThrowIfCancellationRequested();
        _gate.Enter();
        try
        {
            using (cancellation.UnsafeRegister(Interrupt, _run)) RunEntered(batch);
        }
        catch (OnnxRuntimeException e) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException("the inference was cancelled", e, cancellation);
        }
        finally
        {
            Leave();
        }
    }

    // The runtime's own RunAsync is slower and does not pin its buffers, so the blocking call goes to a thread of the pool.
    public async ValueTask RunAsync(TokenBatch batch, CancellationToken cancellation)
    {
        _engine.ThrowIfUnfit(batch);
        cancellation.ThrowIfCancellationRequested();
        _gate.Enter();
        try
        {
            await using (cancellation.UnsafeRegister(Interrupt, _run).ConfigureAwait(false))
            {
                await Task.Run(() => RunEntered(batch), CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (OnnxRuntimeException e) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException("the inference was cancelled", e, cancellation);
        }
        finally
        {
            Leave();
        }
    }

    public ReadOnlySpan<float> Output(string name)
    {
        _gate.ThrowIfClosed();
        var outputs = (_last ?? throw new InvalidOperationException("nothing has run yet, or the last run failed")).Outputs;
        for (var i = 0; i < outputs.Count; i++)
        {
            if (_session.OutputNames[i] == name) return outputs[i].GetTensorDataAsSpan<float>();
        }
        throw new ArgumentException($"there is no output {name}; the model has {string.Join(", ", _session.OutputNames)}", nameof(name));
    }

    public void Dispose()
    {
        if (!_gate.Close()) return;
        foreach (var buffers in _shapes.Values) buffers.Dispose();
        _last = null;
        _run.Dispose();
        _shared.Leave();
    }

    // Even a graph that never ends looks at the flag before each of its operators.
    private static void Interrupt(object? run) => ((RunOptions)run!).Terminate = true;

    private void Leave()
    {
        _run.Terminate = false;     // the run options would end every later run too
        _gate.Leave();
    }

    private void RunEntered(TokenBatch batch)
    {
        _last = null;
        var buffers = BuffersFor(batch);
        try
        {
            buffers.Run(_session, _run, batch);
        }
        catch (OnnxRuntimeException e) when (!_run.Terminate)
        {
            throw RunFaults.Of(_engine.Path, "ONNX Runtime", e.Message, e);
        }
        _last = buffers;
    }

    private ShapeBuffers BuffersFor(TokenBatch batch)
    {
        var shape = (batch.Rows, batch.Length);
        if (!_shapes.TryGetValue(shape, out var buffers))
        {
            if (_shapes.Count == MaxShapes)
            {
                var unused = _shapes.MinBy(entry => entry.Value.LastUse);
                _shapes.Remove(unused.Key);
                unused.Value.Dispose();
            }
            buffers = new ShapeBuffers(_engine.Info.Inputs, batch.Rows, batch.Length);
            _shapes.Add(shape, buffers);
        }
        buffers.LastUse = ++_runs;
        return buffers;
    }
}
