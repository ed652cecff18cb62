using TinyBertPipeline.Core;

namespace TinyBertPipeline.Inference.Tests.Benchmarking;

/// <summary>An engine that only writes down what it is given.</summary>
internal sealed class RecordingEngine(string name, List<string> calls, int vocabularySize = 50) : IInferenceEngine
{
    public EngineInfo Info { get; } = new(name, "1.0.0", "CPU", "f32", ["input_ids"], ["logits"], vocabularySize, 512, 1);

    public List<TokenBatch> Batches { get; } = [];

    public int OpenRequests { get; private set; }

    public IInferenceRequest CreateRequest()
    {
        OpenRequests++;
        return new Request(this, calls);
    }

    public void Dispose()
    {
    }

    private sealed class Request(RecordingEngine engine, List<string> calls) : IInferenceRequest
    {
        public void Run(TokenBatch batch)
        {
            batch.ThrowIfUnfit(engine.Info);
            engine.Batches.Add(batch);
            calls.Add(engine.Info.Name);
        }

        public ValueTask RunAsync(TokenBatch batch, CancellationToken cancellation) => throw new NotSupportedException();

        public ReadOnlySpan<float> Output(string name) => [];

        public void Dispose() => engine.OpenRequests--;
    }
}
