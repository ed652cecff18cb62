using TinyBertPipeline.Core;
using TinyBertPipeline.Inference.Engines;
using TinyBertPipeline.Inference.ModelFiles;
using TinyBertPipeline.Inference.OpenVino.Binding;
using TinyBertPipeline.Inference.Profiling;

namespace TinyBertPipeline.Inference.OpenVino;

/// <summary>A caller's input tensors, which follow the shape of its batches, and the outputs of its last run.</summary>
internal sealed class OpenVinoRequest : IInferenceRequest
{
    private readonly OpenVinoEngine _engine;
    private readonly InferRequest _request;
    private readonly RequestGate _gate;
    private readonly Tensor[] _inputs;
    private readonly Tensor?[] _outputs;
    private (int Rows, int Length) _shape;

    public OpenVinoRequest(OpenVinoEngine engine, InferRequest request)
    {
        (_engine, _request, _gate) = (engine, request, new RequestGate(engine.Calls));
        _inputs = [.. engine.Inputs.Select(input => new Tensor(input.ElementType, new Shape(1, 1)))];
        _outputs = new Tensor?[engine.Info.Outputs.Count];
    }

    public void Run(TokenBatch batch)
    {
        ThrowIfUnfit(batch);
        _gate.Enter();
        try
        {
            SetInputs(batch);

            // 7. Run.
            _request.Infer();
            TakeOutputs();
        }
        catch (OpenVinoException e)
        {
            throw RunFaults.Of(_engine.Path, "OpenVINO", e.Reason, e);
        }
        finally
        {
            _gate.Leave();
        }
    }

    public async ValueTask RunAsync(TokenBatch batch, CancellationToken cancellation)
    {
        ThrowIfUnfit(batch);
        cancellation.ThrowIfCancellationRequested();
        _gate.Enter();
        try
        {
            SetInputs(batch);
            await _request.InferAsync(cancellation).ConfigureAwait(false);
            TakeOutputs();
        }
        catch (OpenVinoException e)
        {
            throw RunFaults.Of(_engine.Path, "OpenVINO", e.Reason, e);
        }
        finally
        {
            _gate.Leave();
        }
    }

    public ReadOnlySpan<float> Output(string name)
    {
        _gate.ThrowIfClosed();
        for (var i = 0; i < _outputs.Length; i++)
        {
            if (_engine.Info.Outputs[i] != name) continue;
            return (_outputs[i] ?? throw new InvalidOperationException("nothing has run yet, or the last run failed")).Data<float>();
        }
        throw new ArgumentException($"there is no output {name}; the model has {string.Join(", ", _engine.Info.Outputs)}", nameof(name));
    }

    /// <summary>The layers of the last run (see <see cref="InferRequest.LayerTimes"/>).</summary>
    public IReadOnlyList<LayerTime> LayerTimes() => _request.LayerTimes();

    public void Dispose()
    {
        if (!_gate.Close()) return;
        DropOutputs();
        _request.Dispose();
        foreach (var input in _inputs) input.Dispose();
    }

    // The runtime reports neither ids outside the vocabulary nor, without poisoning the shape, a batch that does not fit.
    private void ThrowIfUnfit(TokenBatch batch)
    {
        _engine.Options.ThrowIfUnfit(batch, _engine.Info);
        foreach (var input in _engine.Inputs)
        {
            if (!input.Shape.Accepts(batch.Rows, batch.Length))
                throw new ArgumentException($"a batch of {batch.Rows}x{batch.Length} does not fit the model's input {input}");
        }
    }

    private void SetInputs(TokenBatch batch)
    {
        DropOutputs();      // after a failure the output buffer would hold old numbers
        var reshaped = _shape != (batch.Rows, batch.Length);
        for (var i = 0; i < _inputs.Length; i++)
        {
            if (reshaped) _inputs[i].Shape = new Shape(batch.Rows, batch.Length);
            InputCheck.Select(batch, _engine.Info.Inputs[i]).CopyTo(_inputs[i].Data<long>());
            if (reshaped) _request.SetInputTensor(i, _inputs[i]);
        }
        _shape = (batch.Rows, batch.Length);
    }

    // 8. Results: views of the request's buffers. With open dimensions they may move, so they are taken anew after every run.
    private void TakeOutputs()
    {
        for (var i = 0; i < _outputs.Length; i++) _outputs[i] = _request.GetOutputTensor(i);
    }

    private void DropOutputs()
    {
        for (var i = 0; i < _outputs.Length; i++)
        {
            _outputs[i]?.Dispose();
            _outputs[i] = null;
        }
    }
}
