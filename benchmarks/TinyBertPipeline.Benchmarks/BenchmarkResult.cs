using System.Text;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Machine;

namespace TinyBertPipeline.Benchmarks;

/// <summary>A published result: NAME.md and its twin NAME.json, one flat object a measurement.</summary>
internal static class BenchmarkResult
{
    /// <param name="name">The path of both files without extension.</param>
    /// <param name="command">The command that measured.</param>
    /// <param name="title">The heading.</param>
    /// <param name="explanation">What stands above the table.</param>
    /// <param name="rows">The measurements; the table has their keys as columns.</param>
    public static void Write(string name, string command, string title, string explanation, IReadOnlyList<JsonObject> rows)
    {
        var cpu = MachineRecord.Read().Describe();
        var date = DateTime.UtcNow.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var table = new StringBuilder();
        string[] columns = [.. rows[0].Select(cell => cell.Key)];
        Row(columns);
        Row(columns.Select(column => rows[0][column] is JsonValue value && value.TryGetValue<string>(out _) ? "---" : "---:"));
        foreach (var row in rows) Row(columns.Select(column => row[column]?.ToString() ?? "–"));
        var document = new JsonObject { ["command"] = command, ["date"] = date, ["cpu"] = cpu, ["rows"] = new JsonArray([.. rows]) };
        AtomicFile.WriteText(name + ".json", document.ToJsonString(OptionsFile.Json) + "\n");
        AtomicFile.WriteText(name + ".md",
            $"# {title}\n\n- Command: `{command}`\n- Date: {date}\n- CPU: {cpu}\n\n{explanation}\n\n{table}");

        void Row(IEnumerable<string> cells) => table.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
    }
}
