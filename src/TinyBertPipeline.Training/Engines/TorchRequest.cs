using TinyBertPipeline.Core;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Tasks;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Engines;

internal sealed class TorchRequest(IReadOnlyList<BertTaskModel> models, EngineInfo info) : IInferenceRequest
{
    private float[] _values = [];
    private int _count;

    public void Run(TokenBatch batch)
    {
        batch.ThrowIfUnfit(info);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var tokens = TokenTensors.Of(batch);
        Tensor[] logits = [.. models.Select(model => model.forward(tokens).Logits!)];
        var output = (logits.Length == 1 ? logits[0] : LabelDistributions.LogMean(logits)).contiguous();
        var values = TensorMemory.Span(output);
        if (_values.Length < values.Length) _values = new float[values.Length];
        values.CopyTo(_values);
        _count = values.Length;
    }

    public ValueTask RunAsync(TokenBatch batch, CancellationToken cancellation) =>
        new(Task.Run(() => Run(batch), cancellation));

    public ReadOnlySpan<float> Output(string name) => name == models[0].Output.Name
        ? _values.AsSpan(0, _count)
        : throw new ArgumentException($"the model has no output '{name}'; it has {models[0].Output.Name}", nameof(name));

    public void Dispose()
    {
    }
}
