using CsvHelper;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Core.Evaluation;

/// <summary>Writes a report as CSV: a line for each type and for each average, scores from 0 to 1 with all their digits.</summary>
public static class EvaluationCsv
{
    /// <summary>Writes <c>kind,name,precision,recall,f1,support</c>; kind is <c>type</c> or <c>average</c>.</summary>
    /// <exception cref="EnvironmentException">The file cannot be written.</exception>
    public static void Write(string path, EvaluationReport report) => AtomicFile.Write(path, stream =>
    {
        using var csv = CsvWriter.Create(stream, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        csv.WriteHeader("kind", "name", "precision", "recall", "f1", "support");
        foreach (var (type, score) in report.PerType) WriteRow(csv, "type", TextReport.Name(type), score);
        WriteRow(csv, "average", "micro", report.Micro);
        WriteRow(csv, "average", "macro", report.Macro);
        WriteRow(csv, "average", "weighted", report.Weighted);
    });

    private static void WriteRow(CsvWriter csv, string kind, string name, EntityScore score)
    {
        csv.WriteField(kind);
        csv.WriteField(name);
        csv.WriteField(score.Precision);
        csv.WriteField(score.Recall);
        csv.WriteField(score.F1);
        csv.WriteField(score.Support);
        csv.EndRecord();
    }
}
