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

    /// <summary>One engine with its batch, its requests and its times.</summary>
    private sealed class Lane(BenchmarkEngine engine, BenchmarkOptions options) : IDisposable
    {
        private readonly IInferenceRequest[] _requests = [.. Enumerable.Range(0, options.Requests).Select(_ => engine.Engine.CreateRequest())];
        private readonly TokenBatch _batch = options.RandomBatch(engine.Engine.Info.VocabularySize);
        private readonly List<double> _seconds = new(options.Iterations);
        private readonly List<double> _rounds = new(options.Iterations);
        private TimeSpan _processor;
        private double? _first;

        public void Run()
        {
            var start = Stopwatch.GetTimestamp();
            foreach (var request in _requests) request.Run(_batch);
            _first ??= Stopwatch.GetElapsedTime(start).TotalSeconds / _requests.Length;
        }

        public void Measure()
        {
            var (start, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            if (options is { Requests: 1, IsAsync: false }) _seconds.Add(Time(_requests[0]));
            else _seconds.AddRange(Task.WhenAll(_requests.Select(request => options.IsAsync ? TimeAsync(request) : Task.Run(() => Time(request)))).Result);
            _rounds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            _processor += Environment.CpuUsage.TotalTime - processor;
        }

        public BenchmarkProgress Progress(int iterations) => new(engine.Name, _rounds.Count, iterations, TimeSpan.FromSeconds(_rounds.Sum()));

        public EngineTiming Timing() => new(engine.Name, engine.Engine.Info, _batch.InputIds.Length, _seconds)
        {
            Rounds = _rounds,
            Requests = options.Requests,
            LoadSeconds = engine.LoadSeconds,
            MemoryBytes = engine.MemoryBytes,
            FirstSeconds = _first,
            ProcessorSeconds = _processor.TotalSeconds / _seconds.Count,
        };

        public void Dispose()
        {
            foreach (var request in _requests) request.Dispose();
        }

        private double Time(IInferenceRequest request)
        {
            var start = Stopwatch.GetTimestamp();
            request.Run(_batch);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        private async Task<double> TimeAsync(IInferenceRequest request)
        {
            var start = Stopwatch.GetTimestamp();
            await request.RunAsync(_batch, CancellationToken.None).ConfigureAwait(false);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }
}

/// <summary>An engine under the name that its row has.</summary>
/// <param name="Name">The row's name, for example <c>openvino</c> or <c>student, openvino</c>.</param>
/// <param name="Engine">The engine; it stays the caller's.</param>
public sealed record BenchmarkEngine(string Name, IInferenceEngine Engine)
{
    /// <summary>Time of opening it, in seconds, or null.</summary>
    public double? LoadSeconds { get; init; }

    /// <summary>By how much the process grew while it was opened, in bytes, or null.</summary>
    public long? MemoryBytes { get; init; }
}
