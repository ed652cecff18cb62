using CsvHelper;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Training;

/// <summary>The table of a run's figures, <c>metrics.csv</c>.</summary>
public static class MetricsFile
{
    /// <summary>The file's name in the run's folder.</summary>
    public const string FileName = "metrics.csv";

    /// <summary>Writes a header and rows of numbers.</summary>
    /// <exception cref="EnvironmentException">The file cannot be written.</exception>
    public static void Write(string folder, string[] columns, IEnumerable<double[]> rows) =>
        AtomicFile.Write(Path.Combine(folder, FileName), stream =>
        {
            using var csv = CsvWriter.Create(stream, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
            csv.WriteHeader(columns);
            foreach (var row in rows)
            {
                foreach (var value in row) csv.WriteField(value);
                csv.EndRecord();
            }
        });
}
