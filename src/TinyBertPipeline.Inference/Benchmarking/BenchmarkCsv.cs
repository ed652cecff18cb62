using CsvHelper;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Inference.Benchmarking;

/// <summary>Writes measurements as CSV, one row an engine and benchmark.</summary>
public static class BenchmarkCsv
{
    private static readonly string[] _columns =
    [
        "engine", "runtime", "version", "device", "precision", "batch", "length", "iterations", "total_seconds", "seconds_per_iteration",
        "median_seconds", "p90_seconds", "tokens_per_second", "ratio", "median_ratio", "cpu", "cpu_features", "processors",
    ];

    /// <summary>Writes the file as a whole or not at all.</summary>
    public static void Write(string path, IReadOnlyList<BenchmarkResult> results) => AtomicFile.Write(path, stream =>
    {
        using var csv = CsvWriter.Create(stream, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        csv.WriteHeader(_columns);
        foreach (var result in results)
        {
            foreach (var engine in result.Engines) WriteRow(csv, result, engine);
        }
    });

    private static void WriteRow(CsvWriter csv, BenchmarkResult result, EngineTiming engine)
    {
        foreach (var text in new[] { engine.Name, engine.Info.Name, engine.Info.Version, engine.Info.Device, engine.Info.Precision })
            csv.WriteField(text);
        foreach (var number in new[] { result.Options.Batch, result.Options.Length, engine.Seconds.Count }) csv.WriteField(number);
        foreach (var seconds in new[] { engine.TotalSeconds, engine.SecondsPerIteration, engine.MedianSeconds, engine.Percentile90Seconds })
            csv.WriteField(seconds);
        csv.WriteField(engine.PiecesPerSecond);
        csv.WriteField(result.Ratio(engine));
        csv.WriteField(result.MedianRatio(engine));
        csv.WriteField(result.Machine.Cpu.Model);
        csv.WriteField(string.Join(' ', result.Machine.Cpu.Names));
        csv.WriteField(result.Machine.Processors);
        csv.EndRecord();
    }
}
