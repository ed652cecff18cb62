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

    /// <summary>The body of a report: the last progress line of each engine, the table, and an older run of the same experiment beside it.</summary>
    public static string Report(BenchmarkResult result)
    {
        var lines = result.Engines.Select(engine => ProgressLine(new BenchmarkProgress(
            engine.Name, engine.Seconds.Count, engine.Seconds.Count, TimeSpan.FromSeconds(engine.TotalSeconds))));
        return $"```\n{string.Join('\n', lines)}\n```\n\n{Format(result)}\n{(IsClassic(result.Options) ? ReportedIn2022 : "")}";
    }

    /// <summary>How far one engine is, in the style of Python's tqdm.</summary>
    public static string ProgressLine(BenchmarkProgress progress)
    {
        const int Width = 30;
        var filled = Width * progress.Iteration / progress.Iterations;
        var bar = new string('█', filled) + new string('░', Width - filled);
        return $"{progress.Engine} {bar} {progress.Iteration}/{progress.Iterations} [{progress.Elapsed:mm\\:ss}, {Number(progress.SecondsPerIteration, "0.00")} s/it]";
    }

    private const string ReportedIn2022 = """
        As reported in 2022 for a Python run of a Chinese BERT tagger (100 iterations of 16x128, another machine):

        | engine | total | s/it | ratio |
        | --- | ---: | ---: | ---: |
        | ONNX Runtime | 4:09 | 2.49 | 1.00 |
        | OpenVINO | 3:21 | 2.01 | 1.24 |

        """;

    private static bool IsClassic(BenchmarkOptions options) => options is { Iterations: 100, Batch: 16, Length: 128 };

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
