using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using TinyBertPipeline.Core;
using TinyBertPipeline.Inference.ModelFiles;

namespace TinyBertPipeline.Inference.OnnxRuntime;

/// <summary>The input and output values of one batch shape, allocated once and used by every run of that shape.</summary>
internal sealed class ShapeBuffers : IDisposable
{
    private readonly IReadOnlyList<string> _inputNames;
    private readonly OrtValue[] _inputs;
    private IDisposableReadOnlyCollection<OrtValue>? _outputs;

    public ShapeBuffers(IReadOnlyList<string> inputNames, int rows, int length)
    {
        _inputNames = inputNames;
        _inputs = [.. inputNames.Select(_ => OrtValue.CreateAllocatedTensorValue(
            OrtAllocator.DefaultInstance, TensorElementType.Int64, [rows, length]))];
    }

    /// <summary>When the shape was last used, in runs of the request.</summary>
    public long LastUse { get; set; }

    /// <summary>The outputs of the last run, in the model's order.</summary>
    public IReadOnlyList<OrtValue> Outputs => _outputs ?? throw new InvalidOperationException("nothing has run yet");

    public void Run(InferenceSession session, RunOptions run, TokenBatch batch)
    {
        for (var i = 0; i < _inputs.Length; i++)
            InputCheck.Select(batch, _inputNames[i]).CopyTo(_inputs[i].GetTensorMutableDataAsSpan<long>());
        // The first run of a shape lets the runtime allocate the outputs, whose shapes only the model knows; later runs write into them.
        if (_outputs is null) _outputs = session.Run(run, _inputNames, _inputs, session.OutputNames);
        else session.Run(run, _inputNames, _inputs, session.OutputNames, _outputs);
    }

    public void Dispose()
    {
        foreach (var input in _inputs) input.Dispose();
        _outputs?.Dispose();
    }
}
