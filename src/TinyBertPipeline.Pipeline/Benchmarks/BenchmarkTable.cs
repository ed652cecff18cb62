using System.Globalization;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Inference.Benchmarking;

namespace TinyBertPipeline.Pipeline.Benchmarks;

/// <summary>A benchmark for people and machines.</summary>
public static class BenchmarkTable
{
    private const string ReportedIn2022 = "As reported in 2022 for a Python run of a Chinese BERT tagger (100 iterations of 16x128, another machine):";

    /// <summary>A row an engine: total, s/it, median, tokens/s, and how many times as fast as the first engine it is.</summary>
    public static ReportTable Of(BenchmarkResult result)
    {
        var table = new ReportTable(
            new("engine", "engine"), ReportColumn.Hidden("runtime"), new("precision", "precision"), "total", ReportColumn.Hidden("iterations"),
            ReportColumn.Hidden("batch"), ReportColumn.Hidden("length"), ReportColumn.Hidden("totalSeconds"),
            ReportColumn.Number("s/it", "0.000", "secondsPerIteration"), ReportColumn.Number("median ms", "0.0", "medianSeconds", 1000),
            ReportColumn.Number("pieces/s", "0", "tokensPerSecond"), ReportColumn.Hidden("ratio"), ReportColumn.Number("ratio", "0.00", "medianRatio"));
        foreach (var engine in result.Engines)
        {
            table.Add(
                engine.Name, engine.Info.Version, engine.Info.Precision, Clock(engine.TotalSeconds), engine.Seconds.Count, result.Options.Batch,
                result.Options.Length, engine.TotalSeconds, engine.SecondsPerIteration, engine.MedianSeconds, engine.PiecesPerSecond,
                result.Ratio(engine), result.MedianRatio(engine));
        }
        return table;
    }

    /// <summary>The measurement for people.</summary>
    public static Report ToReport(BenchmarkResult result) => new Report()
        .Text($"{result.Options.Iterations} iterations of {result.Options.Batch}x{result.Options.Length}; "
            + $"{result.Machine.Cpu.Model}, {result.Machine.Processors} processors")
        .Table(Of(result));

    /// <summary>What is published: the last progress line of each engine, the table, and an older run of the same experiment beside it.</summary>
    public static Report ToPublished(BenchmarkResult result)
    {
        var lines = result.Engines.Select(engine => ProgressLine(new BenchmarkProgress(
            engine.Name, engine.Seconds.Count, engine.Seconds.Count, TimeSpan.FromSeconds(engine.TotalSeconds))));
        var report = Report.OfCode(string.Join('\n', lines)).Append(ToReport(result));
        return IsClassic(result.Options) ? report.Text(ReportedIn2022).Table(Classic()) : report;
    }

    /// <summary>How far one engine is, in the style of Python's tqdm.</summary>
    public static string ProgressLine(BenchmarkProgress progress)
    {
        const int Width = 30;
        var filled = Width * progress.Iteration / progress.Iterations;
        var bar = new string('█', filled) + new string('░', Width - filled);
        return $"{progress.Engine} {bar} {ProgressText(progress)}";
    }

    /// <summary>How far one engine is, without name and bar.</summary>
    public static string ProgressText(BenchmarkProgress progress) => string.Create(CultureInfo.InvariantCulture,
        $"{progress.Iteration}/{progress.Iterations} [{ClockText.Short(progress.Elapsed)}, {progress.SecondsPerIteration:0.00} s/it]");

    private static ReportTable Classic() => new ReportTable(
        "engine", "total", ReportColumn.Number("s/it", "0.00"), ReportColumn.Number("ratio", "0.00"))
        .Add("ONNX Runtime", "4:09", 2.49, 1.0).Add("OpenVINO", "3:21", 2.01, 1.24);

    private static bool IsClassic(BenchmarkOptions options) => options is { Iterations: 100, Batch: 16, Length: 128 };

    private static string Clock(double seconds) => ClockText.Short(TimeSpan.FromSeconds(seconds));
}
