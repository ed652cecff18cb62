using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Pipeline.Reports;

namespace TinyBertPipeline.Pipeline.Experiments;

/// <summary>
/// The result files <c>NAME.json</c>, <c>NAME.md</c> and <c>NAME.svg</c>, which several experiments and machines add rows to. A row
/// replaces the one with the same key.
/// </summary>
/// <param name="folder">Their folder.</param>
/// <param name="name">Their name.</param>
internal sealed class ExperimentResults(string folder, string name)
{
    private readonly string _path = Path.Combine(folder, name + ".json");

    /// <summary>All rows of the file; none when there is no file.</summary>
    /// <exception cref="InvalidInputException">It is no such file.</exception>
    public IReadOnlyList<ExperimentResult> Read()
    {
        if (!File.Exists(_path)) return [];
        var rows = JsonFile.ReadObject(_path, InputKind.Data)["rows"] as JsonArray
            ?? throw new InvalidInputException(InputKind.Data, _path, "not the results of an experiment: there are no rows");
        try
        {
            return [.. rows.Select(ExperimentResult.FromJson)];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidInputException(InputKind.Data, _path, $"not the results of an experiment: {e.Message}", inner: e);
        }
    }

    /// <summary>Adds a row and writes all files anew.</summary>
    /// <exception cref="EnvironmentException">They cannot be written, or another process holds them for too long.</exception>
    public void Add(ExperimentResult row)
    {
        using var fileLock = FileLock.Wait(Path.Combine(folder, $".{name}.lock"));
        var rows = Read();
        Write(Sort([.. rows.Where(other => !other.HasKeyOf(row)), row], rows.Append(row)));
    }

    /// <summary>
    /// Writes the tables of the rows anew. A run that was killed between two of the files has left a table without its last row, and maybe a
    /// file that it had begun.
    /// </summary>
    /// <exception cref="EnvironmentException">They cannot be written, or another process holds them for too long.</exception>
    public void Refresh()
    {
        if (!File.Exists(_path)) return;
        using var fileLock = FileLock.Wait(Path.Combine(folder, $".{name}.lock"));
        if (Read() is { Count: > 0 } rows) Write(rows);
    }

    private void Write(IReadOnlyList<ExperimentResult> rows)
    {
        var latest = rows.MaxBy(row => row.Date)!;
        var commands = string.Join(" && ", rows.Select(row => row.Command).Distinct().Order(StringComparer.Ordinal));
        if (StartTable.IsOf(rows))
        {
            new ResultFile(commands, latest.Date, latest.Cpu, [.. rows.Select(row => row.ToJson())])
                .Write(folder, name, "What a model's start brings", StartTable.ToReport(rows));
            return;
        }
        AtomicFile.WriteText(Path.Combine(folder, name + ".svg"), RetentionPlot.Draw(rows));
        var body = new Report().Figure($"{name}.svg", "Share of the teacher's score that students keep").Append(RetentionTable.ToReport(rows));
        new ResultFile(commands, latest.Date, latest.Cpu, [.. rows.Select(row => row.ToJson())])
            .Write(folder, name, "How much of its teacher a student keeps", body);
    }

    // Data sets in the order in which they came; variants in the order of the table, then by name.
    private static ExperimentResult[] Sort(IEnumerable<ExperimentResult> rows, IEnumerable<ExperimentResult> inOrder)
    {
        var dataSets = inOrder.Select(row => row.Dataset).Distinct().ToList();
        return
        [
            .. rows.OrderBy(row => dataSets.IndexOf(row.Dataset)).ThenBy(VariantPlace).ThenBy(row => row.Variant, StringComparer.Ordinal)
                .ThenByDescending(row => row.Parameters ?? 0).ThenBy(row => row.Student, StringComparer.Ordinal).ThenBy(row => row.Seed),
        ];
    }

    private static int VariantPlace(ExperimentResult row)
    {
        var place = ExperimentVariant.Names.Index().Where(variant => variant.Item == row.Variant).Select(variant => variant.Index);
        return place.DefaultIfEmpty(ExperimentVariant.Names.Count).First();
    }
}
