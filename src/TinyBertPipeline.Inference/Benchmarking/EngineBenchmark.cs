using System.Diagnostics;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Machine;

namespace TinyBertPipeline.Inference.Benchmarking;

/// <summary>
/// Measures engines on the same batch, run by run in turn: what disturbs the machine then disturbs all of them alike, and their ratio holds
/// even where the times do not. Open ONNX Runtime with <see cref="EngineSettings.Spin"/> off when another engine is measured beside it.
/// </summary>
public static class EngineBenchmark
{
    /// <summary>Runs the benchmark.</summary>
    /// <param name="engines">The engines, one row each; the first is what the others are compared with.</param>
    /// <param name="options">Iterations, batch and length.</param>
    /// <param name="progress">Is told after every measured run.</param>
    /// <param name="cancellation">Ends the benchmark between two runs.</param>
    /// <exception cref="InvalidInputException">An option is impossible.</exception>
    /// <exception cref="ArgumentException">No engine, or a length that a model has no positions for.</exception>
    public static BenchmarkResult Run(
        IReadOnlyList<BenchmarkEngine> engines,
        BenchmarkOptions options,
        IProgress<BenchmarkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        OptionsFaults.ThrowIfAny(options.Faults());
        if (engines.Count == 0) throw new ArgumentException("there is no engine to measure", nameof(engines));
        var machine = MachineRecord.Read();
        List<Lane> lanes = [];
        try
        {
            foreach (var engine in engines) lanes.Add(new Lane(engine, options));
            WarmUp(lanes, options.Warmup, cancellation);
            for (var iteration = 0; iteration < options.Iterations; iteration++)
            {
                // Another engine begins each time, so that none always follows the same neighbour's heat and caches.
                for (var turn = 0; turn < lanes.Count; turn++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var lane = lanes[(iteration + turn) % lanes.Count];
                    lane.Measure();
                    progress?.Report(lane.Progress(options.Iterations));
                }
            }
            return new BenchmarkResult(options, machine, [.. lanes.Select(lane => lane.Timing())]);
        }
        finally
        {
            foreach (var lane in lanes) lane.Dispose();
        }
    }

    private static void WarmUp(List<Lane> lanes, int runs, CancellationToken cancellation)
    {
        for (var run = 0; run < runs; run++)
        {
            foreach (var lane in lanes)
            {
                cancellation.ThrowIfCancellationRequested();
                lane.Run();
            }
        }
    }

    /// <summary>One engine with its batch, its request and its times.</summary>
    private sealed class Lane(BenchmarkEngine engine, BenchmarkOptions options) : IDisposable
    {
        private readonly IInferenceRequest _request = engine.Engine.CreateRequest();
        private readonly TokenBatch _batch = RandomBatch(engine.Engine.Info.VocabularySize, options);
        private readonly List<double> _seconds = new(options.Iterations);
        private double _total;

        public void Run() => _request.Run(_batch);

        public void Measure()
        {
            var start = Stopwatch.GetTimestamp();
            Run();
            _seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            _total += _seconds[^1];
        }

        public BenchmarkProgress Progress(int iterations) => new(engine.Name, _seconds.Count, iterations, TimeSpan.FromSeconds(_total));

        public EngineTiming Timing() => new(engine.Name, engine.Engine.Info, _batch.InputIds.Length, _seconds);

        public void Dispose() => _request.Dispose();

        private static TokenBatch RandomBatch(int vocabularySize, BenchmarkOptions options)
        {
            var random = new Random(options.Seed);
            var ids = new long[options.Batch * options.Length];
            for (var i = 0; i < ids.Length; i++) ids[i] = random.Next(vocabularySize);
            var mask = new long[ids.Length];
            Array.Fill(mask, 1);
            return new TokenBatch(options.Batch, options.Length, ids, mask, new long[ids.Length]);
        }
    }
}

/// <summary>An engine under the name that its row has.</summary>
/// <param name="Name">The row's name, for example <c>openvino</c> or <c>student, openvino</c>.</param>
/// <param name="Engine">The engine; it stays the caller's.</param>
public sealed record BenchmarkEngine(string Name, IInferenceEngine Engine);
