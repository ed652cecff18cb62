using CsvHelper;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Training.Loop;

/// <summary>The table of a run's figures, <c>metrics.csv</c>.</summary>
internal static class MetricsFile
{
    /// <summary>The file's name in the run's folder.</summary>
    public const string FileName = "metrics.csv";

    // What TensorBoard counts by: steps begin anew in each stage, pieces do not.
    private static readonly string[] _counters = ["pieces", "step"];

    /// <summary>
    /// Writes a header, the figures' names, and their values; all rows have those of the first. The same goes into a file for TensorBoard.
    /// </summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="rows">The rows.</param>
    /// <exception cref="EnvironmentException">A file cannot be written.</exception>
    public static void Write(string folder, IReadOnlyList<IReadOnlyList<KeyValuePair<string, double>>> rows)
    {
        WriteTable(folder, rows);
        EventFile.Write(folder, rows, _counters.First(counter => rows[0].Any(figure => figure.Key == counter)));
    }

    private static void WriteTable(string folder, IReadOnlyList<IReadOnlyList<KeyValuePair<string, double>>> rows) =>
        AtomicFile.Write(Path.Combine(folder, FileName), stream =>
        {
            using var csv = CsvWriter.Create(stream, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
            csv.WriteHeader([.. rows[0].Select(figure => figure.Key)]);
            foreach (var row in rows)
            {
                foreach (var figure in row) csv.WriteField(figure.Value);
                csv.EndRecord();
            }
        });
}
