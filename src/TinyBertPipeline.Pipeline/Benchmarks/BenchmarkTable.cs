using System.Globalization;
using System.Text.Json.Nodes;
using TinyBertPipeline.Inference.Benchmarking;
using TinyBertPipeline.Pipeline.Reports;

namespace TinyBertPipeline.Pipeline.Benchmarks;

/// <summary>A benchmark as a table for people and as flat rows for machines.</summary>
public static class BenchmarkTable
{
    /// <summary>One line an engine: total, s/it, median, tokens/s, and how many times as fast as the first engine it is.</summary>
    public static string Format(BenchmarkResult result)
    {
        var table = new MarkdownTable("engine", "precision", "total", "s/it", "median ms", "tokens/s", "ratio");
        foreach (var engine in result.Engines)
        {
            table.Add(
                engine.Name, engine.Info.Precision, Clock(engine.TotalSeconds), Number(engine.SecondsPerIteration, "0.000"), Number(engine.MedianSeconds * 1000, "0.0"),
                Number(engine.TokensPerSecond, "0"), Number(result.MedianRatio(engine), "0.00"));
        }
        return $"{result.Options.Iterations} iterations of {result.Options.Batch}x{result.Options.Length}; {result.Machine.Cpu.Model}, {result.Machine.Processors} processors\n\n{table}";
    }

    /// <summary>The measurements as flat objects.</summary>
    public static IReadOnlyList<JsonObject> Rows(BenchmarkResult result) => [.. result.Engines.Select(engine => new JsonObject
    {
        ["engine"] = engine.Name,
        ["runtime"] = engine.Info.Version,
        ["precision"] = engine.Info.Precision,
        ["iterations"] = engine.Seconds.Count,
        ["batch"] = result.Options.Batch,
        ["length"] = result.Options.Length,
        ["totalSeconds"] = engine.TotalSeconds,
        ["secondsPerIteration"] = engine.SecondsPerIteration,
        ["medianSeconds"] = engine.MedianSeconds,
        ["tokensPerSecond"] = engine.TokensPerSecond,
        ["ratio"] = result.Ratio(engine),
        ["medianRatio"] = result.MedianRatio(engine),
    })];

    private static string Clock(double seconds) => seconds < 3600
        ? TimeSpan.FromSeconds(seconds).ToString(@"m\:ss", CultureInfo.InvariantCulture)
        : TimeSpan.FromSeconds(seconds).ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture);

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
