using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Inference.Benchmarking;
using TinyBertPipeline.Inference.Profiling;

namespace TinyBertPipeline.Pipeline.Benchmarks;

/// <summary>Measures where the time of an inference goes, layer by layer, by the engines' own records.</summary>
public static class LayerProfileRun
{
    /// <summary>Measures each engine in each precision on each form, one after the other: records slow a run down, so totals are no benchmark.</summary>
    /// <exception cref="InvalidInputException">Options are wrong, or there is nothing to measure.</exception>
    /// <exception cref="EnvironmentException">No engine can be opened.</exception>
    public static IReadOnlyList<LayerProfile> Run(
        IReadOnlyList<Bundle> bundles, IReadOnlyList<string> presets, EngineSettings settings, GridOptions options,
        IProgress<BenchmarkProgress>? progress = null, CancellationToken cancellation = default)
    {
        OptionsFaults.ThrowIfAny([
            .. GridRun.Faults(bundles, presets, options),
            .. OptionsFaults.Where((options.Engines.Except(EngineFactory.Names).Any(), $"layers are measured in {string.Join(", ", EngineFactory.Names)}"))]);
        using var scratch = new ScratchFolder();
        (string, Bundle)[] named = [.. GridRun.Named(bundles, presets, options, scratch)];
        var profiles = new List<LayerProfile>();
        foreach (var (batch, length) in options.Forms)
        {
            using var lanes = BenchmarkLanes.Open(named, options.Engines, options.Precisions, settings with { ProfileFolder = scratch.Path });
            lanes.ThrowIfUnfit([(batch, length)]);
            var runs = options.Runs with { Batch = batch, Length = length };
            foreach (var lane in lanes.All)
            {
                var layers = ((IProfiledEngine)lane.Opened).TimeLayers(
                    runs.RandomBatch(lane.Opened.Info.VocabularySize), runs.Warmup, runs.Iterations, cancellation);
                profiles.Add(new LayerProfile(lane, runs, layers));
                progress?.Report(new BenchmarkProgress(
                    lane.Name, runs.Iterations, runs.Iterations, TimeSpan.FromSeconds(runs.Iterations * layers.Sum(layer => layer.Seconds))));
            }
        }
        return profiles;
    }

    /// <summary>Layers of a kind that one kernel runs, in a row: the slowest first.</summary>
    public static ReportTable ByKind(IReadOnlyList<LayerProfile> profiles)
    {
        var table = new ReportTable(
            new("model", "model"), new("engine", "engine"), new("precision", "precision"), new("batch", "batch"), new("length", "length"),
            new("layer", "kind"), new("kernel", "kernel"), new("count", "count"), ReportColumn.Number("ms", "0.000", "ms"),
            ReportColumn.Percent("share %", "share"));
        foreach (var (lane, runs, layers) in profiles)
        {
            var total = layers.Sum(layer => layer.Seconds);
            var kinds = from layer in layers
                        group layer.Seconds by (layer.Kind, layer.Kernel) into kind
                        orderby kind.Sum() descending, kind.Key.Kind, kind.Key.Kernel
                        select kind;
            foreach (var kind in kinds)
            {
                table.Add(lane.Model, lane.Engine, lane.Precision, runs.Batch, runs.Length, kind.Key.Kind, kind.Key.Kernel, kind.Count(),
                    1000 * kind.Sum(), total > 0 ? kind.Sum() / total : 0);
            }
        }
        return table;
    }

    /// <summary>A row for each layer, in the order in which they run.</summary>
    public static ReportTable ByLayer(IReadOnlyList<LayerProfile> profiles)
    {
        var table = new ReportTable(
            new("model", "model"), new("engine", "engine"), new("precision", "precision"), new("batch", "batch"), new("length", "length"),
            new("name", "name"), new("layer", "kind"), new("kernel", "kernel"), ReportColumn.Number("ms", "0.000", "ms"));
        foreach (var (lane, runs, layers) in profiles)
        {
            foreach (var layer in layers)
                table.Add(lane.Model, lane.Engine, lane.Precision, runs.Batch, runs.Length, layer.Name, layer.Kind, layer.Kernel, 1000 * layer.Seconds);
        }
        return table;
    }
}

/// <summary>The layers of one model in one engine.</summary>
/// <param name="Lane">The model in its engine.</param>
/// <param name="Runs">What was run.</param>
/// <param name="Layers">Its layers in the order in which they run.</param>
public sealed record LayerProfile(BenchmarkLane Lane, BenchmarkOptions Runs, IReadOnlyList<LayerTime> Layers);
