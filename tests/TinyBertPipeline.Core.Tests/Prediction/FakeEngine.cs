namespace TinyBertPipeline.Core.Tests.Prediction;

/// <summary>
/// An engine whose logits are a function of a piece and its neighbours, so that what a window cuts off is seen in the result. It checks
/// every batch and counts its requests.
/// </summary>
internal sealed class FakeEngine(int labels, Func<long[], int, float[]> logits) : IInferenceEngine
{
    private int _running;

    public EngineInfo Info { get; init; } = new("fake", "1", "CPU", "f32", ["input_ids", "attention_mask", "token_type_ids"], ["logits"], 1000, 1 << 20, 1);

    public int MaxBatchTokens { get; init; } = int.MaxValue;

    /// <summary>What is added to the number of logits, to play a model with other labels.</summary>
    public int Surplus { get; init; }

    public List<FakeRequest> Requests { get; } = [];

    public List<int> BatchRows { get; } = [];

    public List<(int Rows, int Length)> Shapes { get; } = [];

    public List<int> BatchLengths { get; } = [];

    public int MostAtOnce { get; private set; }

    public IInferenceRequest CreateRequest()
    {
        lock (Requests)
        {
            Requests.Add(new FakeRequest(this));
            return Requests[^1];
        }
    }

    public void Dispose() { }

    /// <summary>Logits that depend on the pieces up to <paramref name="radius"/> positions away.</summary>
    public static FakeEngine OfContext(int labels, int radius) => new(labels, (ids, t) =>
    {
        var hash = 17u;
        for (var i = Math.Max(0, t - radius); i <= Math.Min(ids.Length - 1, t + radius); i++) hash = hash * 31 + (uint)ids[i];
        var row = new float[labels];
        for (var label = 0; label < labels; label++) row[label] = (hash = hash * 1664525 + 1013904223) / (float)uint.MaxValue;
        return row;
    });

    internal sealed class FakeRequest(FakeEngine engine) : IInferenceRequest
    {
        private float[] _output = [];

        public bool Disposed { get; private set; }

        public void Run(TokenBatch batch)
        {
            batch.ThrowIfUnfit(engine.Info);
            Assert.False(Disposed);
            Assert.True(batch.Rows == 1 || batch.Rows * batch.Length <= engine.MaxBatchTokens);
            lock (engine.BatchRows)
            {
                engine.BatchRows.Add(batch.Rows);
                engine.Shapes.Add((batch.Rows, batch.Length));
                engine.BatchLengths.Add(batch.Length);
                engine.MostAtOnce = Math.Max(engine.MostAtOnce, ++engine._running);
            }
            try
            {
                _output = new float[batch.Rows * batch.Length * (engine.Labels + engine.Surplus)];
                for (var row = 0; row < batch.Rows; row++) RunRow(batch, row);
            }
            finally
            {
                lock (engine.BatchRows) engine._running--;
            }
        }

        public ValueTask RunAsync(TokenBatch batch, CancellationToken cancellation)
        {
            Run(batch);
            return ValueTask.CompletedTask;
        }

        public ReadOnlySpan<float> Output(string name)
        {
            Assert.Equal("logits", name);
            return _output;
        }

        public void Dispose() => Disposed = true;

        private void RunRow(TokenBatch batch, int row)
        {
            var length = (int)batch.AttentionMask.AsSpan(row * batch.Length, batch.Length).ToArray().Sum();
            var ids = batch.InputIds.AsSpan(row * batch.Length, length).ToArray();
            for (var t = 0; t < length; t++) engine.Logits(ids, t).CopyTo(_output, (row * batch.Length + t) * (engine.Labels + engine.Surplus));
        }
    }

    private int Labels => labels;

    /// <summary>The logits of a position.</summary>
    public Func<long[], int, float[]> LogitsOf => logits;

    private Func<long[], int, float[]> Logits => logits;
}
