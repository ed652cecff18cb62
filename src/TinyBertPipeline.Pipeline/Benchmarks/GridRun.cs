using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Inference.Benchmarking;

namespace TinyBertPipeline.Pipeline.Benchmarks;

/// <summary>What is measured in a grid: models × engines × precisions × forms of batches.</summary>
public sealed record GridOptions
{
    /// <summary>Forms of batches: sequences and pieces of each.</summary>
    public IReadOnlyList<(int Batch, int Length)> Forms { get; init; } = [(1, 32), (8, 64), (16, 128)];

    /// <summary>The engines.</summary>
    public IReadOnlyList<string> Engines { get; init; } = [EngineFactory.Onnx, EngineFactory.OpenVino];

    /// <summary>The precisions, as far as an engine has them.</summary>
    public IReadOnlyList<string> Precisions { get; init; } = ["f32"];

    /// <summary>Whether OpenVINO's models are measured once more, compiled for each form alone.</summary>
    public bool WithStatic { get; init; }

    /// <summary>Iterations of the largest form, warm-up, requests and the way of calling; smaller forms run more often.</summary>
    public BenchmarkOptions Runs { get; init; } = new() { Iterations = 20 };
}

/// <summary>Measures a grid; within a form, all engines run in turn.</summary>
public static class GridRun
{
    private const int MostTimes = 16;

    /// <summary>Measures bundles, and random weights of presets, which come first.</summary>
    /// <exception cref="Core.InvalidInputException">Options are wrong, or there is nothing to measure.</exception>
    /// <exception cref="Core.EnvironmentException">No engine can be opened.</exception>
    public static IReadOnlyList<GridRow> Run(
        IReadOnlyList<Bundle> bundles, IReadOnlyList<string> presets, EngineSettings settings, GridOptions options,
        IProgress<BenchmarkProgress>? progress = null, CancellationToken cancellation = default)
    {
        OptionsFaults.ThrowIfAny([.. Faults(bundles, presets, options)]);
        using var scratch = new ScratchFolder();
        using var lanes = BenchmarkLanes.Open([.. Named(bundles, presets, options, scratch)], options.Engines, options.Precisions, settings);
        lanes.ThrowIfUnfit(options.Forms);
        var largest = options.Forms.Max(form => form.Batch * form.Length);
        var rows = new List<GridRow>();
        foreach (var (batch, length) in options.Forms)
        {
            var times = Math.Clamp(largest / (batch * length), 1, MostTimes);
            var runs = options.Runs with { Batch = batch, Length = length, Iterations = options.Runs.Iterations * times };
            using var compiled = options.WithStatic ? BenchmarkLanes.OpenStatic(lanes, (batch, length), settings) : null;
            BenchmarkLane[] all = [.. lanes.All, .. compiled?.All ?? []];
            var result = EngineBenchmark.Run(
                [.. all.Select(lane => new BenchmarkEngine(lane.Name, lane.Opened) { LoadSeconds = lane.LoadSeconds, MemoryBytes = lane.MemoryBytes })],
                runs, progress, cancellation);
            rows.AddRange(all.Zip(result.Engines, (lane, timing) => new GridRow(lane, runs, timing, result.MedianRatio(timing))));
        }
        return rows;
    }

    /// <summary>Everything that is wrong, in words.</summary>
    internal static IEnumerable<string> Faults(IReadOnlyList<Bundle> bundles, IReadOnlyList<string> presets, GridOptions options) =>
    [
        .. options.Forms.SelectMany(form => (options.Runs with { Batch = form.Batch, Length = form.Length }).Faults()).Distinct(),
        .. OptionsFaults.Where((bundles.Count + presets.Count == 0, "name a bundle, or a preset with random weights, for example bert-base")),
    ];

    /// <summary>The models with the names of their rows; random ones are made.</summary>
    internal static IEnumerable<(string Name, Bundle Bundle)> Named(
        IReadOnlyList<Bundle> bundles, IReadOnlyList<string> presets, GridOptions options, ScratchFolder scratch) =>
    [
        .. presets.Select(preset => (preset, BenchmarkRun.CreateRandom(preset, scratch.Sub(preset), options.Precisions.Contains("int8")))),
        .. bundles.Select(bundle => (BenchmarkRun.NameOf(bundle), bundle)),
    ];

    /// <summary>Time by the size of a batch: a chart for each model in an engine, with a line for each precision.</summary>
    public static IEnumerable<ReportChart> ToCharts(IReadOnlyList<GridRow> rows) =>
        from rowsOfEngine in rows.GroupBy(row => (row.Lane.Model, row.Lane.Engine))
        select new ReportChart($"{rowsOfEngine.Key.Model}, {rowsOfEngine.Key.Engine}", "pieces in a batch", "median ms",
        [
            .. from row in rowsOfEngine
               group (X: (double)row.Runs.Batch * row.Runs.Length, Y: 1000 * row.Timing.MedianSeconds)
                   by row.Lane.Precision + (row.Lane.IsStatic ? ", static" : "") into points
               select new ReportLine(points.Key, [.. points.OrderBy(point => point.X)]),
        ]);

    /// <summary>The rows for people and machines.</summary>
    public static ReportTable ToTable(IReadOnlyList<GridRow> rows)
    {
        var table = new ReportTable(
            new("model", "model"), new("engine", "engine"), new("precision", "precision"), new("form", "form"), new("shape", "shape"),
            new("threads", "threads"), new("batch", "batch"), new("length", "length"), ReportColumn.Number("median ms", "0.00", "medianMs"), ReportColumn.Number("p90 ms", "0.00", "p90Ms"),
            ReportColumn.Number("p95 ms", "0.00", "p95Ms"), ReportColumn.Number("p99 ms", "0.00", "p99Ms"),
            ReportColumn.Number("processor ms", "0.00", "processorMs"), ReportColumn.Number("sentences/s", "0", "sentencesPerSecond"),
            ReportColumn.Number("ratio", "0.00", "ratio"), ReportColumn.Number("load ms", "0", "loadMs"), ReportColumn.Number("first ms", "0.0", "firstMs"),
            ReportColumn.Number("MB", "0", "megabytes"), ReportColumn.Hidden("requests"), ReportColumn.Hidden("api"), ReportColumn.Hidden("iterations"));
        foreach (var (lane, runs, timing, ratio) in rows)
        {
            table.Add(
                lane.Model, lane.Engine, lane.Precision, lane.Form, lane.IsStatic ? "static" : "open", lane.Threads, runs.Batch, runs.Length, 1000 * timing.MedianSeconds,
                1000 * timing.Percentile90Seconds, 1000 * timing.Percentile95Seconds, 1000 * timing.Percentile99Seconds, 1000 * timing.ProcessorSeconds,
                runs.Batch * timing.RunsPerSecond, ratio, 1000 * timing.LoadSeconds, 1000 * timing.FirstSeconds, timing.MemoryBytes / 1e6, runs.Requests,
                runs.IsAsync ? "async" : "sync", runs.Iterations);
        }
        return table;
    }
}

/// <summary>One engine on one form.</summary>
/// <param name="Lane">The model in its engine.</param>
/// <param name="Runs">What was run.</param>
/// <param name="Timing">How long it took.</param>
/// <param name="Ratio">How many times as fast as the first engine on the same form.</param>
public sealed record GridRow(BenchmarkLane Lane, BenchmarkOptions Runs, EngineTiming Timing, double Ratio);
