using TinyBertPipeline.Core;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Modeling;

internal sealed class TorchRequest(BertTaggerModel model, EngineInfo info) : IInferenceRequest
{
    public const string Logits = "logits";

    private float[] _logits = [];
    private int _count;

    public void Run(TokenBatch batch)
    {
        batch.ThrowIfUnfit(info);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var output = model.forward(Matrix(batch.InputIds), Matrix(batch.AttentionMask), Matrix(batch.TokenTypeIds)).Logits!.contiguous();
        var values = TensorMemory.Span(output);
        if (_logits.Length < values.Length) _logits = new float[values.Length];
        values.CopyTo(_logits);
        _count = values.Length;

        Tensor Matrix(long[] values) => tensor(values, batch.Rows, batch.Length);
    }

    public ValueTask RunAsync(TokenBatch batch, CancellationToken cancellation) =>
        new(Task.Run(() => Run(batch), cancellation));

    public ReadOnlySpan<float> Output(string name) => name == Logits
        ? _logits.AsSpan(0, _count)
        : throw new ArgumentException($"the model has no output '{name}'; it has {Logits}", nameof(name));

    public void Dispose()
    {
    }
}
