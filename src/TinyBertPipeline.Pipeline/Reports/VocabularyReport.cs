using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Reports;

namespace TinyBertPipeline.Pipeline.Reports;

/// <summary>The published measurements of vocabularies: a row each, which replaces that of the same name and leaves the others.</summary>
public static class VocabularyReport
{
    private const string NameKey = "vocabulary";
    private const string CommandKey = "command";

    private static readonly ReportColumn[] _columns =
    [
        new("vocabulary", NameKey), ReportColumn.Number("pieces", "0", "size"), ReportColumn.Number("text MB", "0.0", "megabytes"),
        ReportColumn.Number("M words", "0.00", "words", 1e-6), ReportColumn.Number("seconds", "0.0", "seconds"),
        ReportColumn.Number("CPU seconds", "0.0", "cpuSeconds"),
        ReportColumn.Number("peak memory MB", "0", "peakMegabytes"), ReportColumn.Number("pieces a word, held out", "0.0000", "piecesPerWord"),
        ReportColumn.Number("the reference's", "0.0000", "referencePiecesPerWord"), ReportColumn.Number("unknown words", "0", "unknown"),
        ReportColumn.Number("the reference's", "0", "referenceUnknown"), ReportColumn.Number("pieces the reference has too", "0", "sharedPieces"),
    ];

    /// <summary>Adds a row and writes NAME.md and NAME.json anew.</summary>
    /// <param name="target">DIR/NAME.</param>
    /// <param name="command">The command that measured.</param>
    /// <param name="row">The measurement, by the keys of the columns.</param>
    /// <exception cref="EnvironmentException">A file cannot be written.</exception>
    /// <exception cref="InvalidInputException">The file there is no such result.</exception>
    public static void Add(string target, string command, JsonObject row)
    {
        var (folder, name) = (Path.GetDirectoryName(Path.GetFullPath(target))!, Path.GetFileName(target));
        row[CommandKey] = command;
        var rows = Read(Path.Combine(folder, name + ".json")).Where(other => (string?)other[NameKey] != (string?)row[NameKey]).Append(row).ToList();
        var table = new ReportTable(_columns);
        foreach (var measured in rows) table.Add([.. _columns.Select(column => Value(measured[column.Key]))]);
        var report = Report.Of("Trained by merges on raw text. Held-out text is no part of it; the reference's vocabulary has as many pieces "
            + "from the same text. Time and memory are those of the whole command; CPU seconds are those of all its threads.").Table(table);
        ResultFile.Of(string.Join(" && ", rows.Select(measured => (string?)measured[CommandKey])), rows).Write(folder, name, "Vocabularies", report);
    }

    private static List<JsonObject> Read(string path)
    {
        if (!File.Exists(path)) return [];
        if (JsonFile.ReadObject(path, InputKind.Data)["rows"] is JsonArray rows && rows.All(IsRow))
            return [.. rows.Select(row => row!.DeepClone().AsObject())];
        throw new InvalidInputException(InputKind.Data, path, "holds no rows of vocabularies; the report needs another name");
    }

    private static bool IsRow(JsonNode? row) =>
        row is JsonObject fields && new[] { NameKey, CommandKey }.All(key => fields[key]?.GetValueKind() == JsonValueKind.String);

    private static object? Value(JsonNode? node) => node is not JsonValue value ? null
        : value.TryGetValue<double>(out var number) ? number
        : value.TryGetValue<long>(out var count) ? (double)count
        : value.ToString();
}
