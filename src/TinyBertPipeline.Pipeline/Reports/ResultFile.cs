using System.Globalization;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Machine;
using TinyBertPipeline.Core.Reports;

namespace TinyBertPipeline.Pipeline.Reports;

/// <summary>
/// A published result: <c>NAME.md</c> for people and its twin <c>NAME.json</c> (<c>command, date, cpu, rows</c>, one flat object a
/// measurement). Both are written by the command that measured.
/// </summary>
public sealed record ResultFile(string Command, DateOnly Date, string Cpu, IReadOnlyList<JsonObject> Rows)
{
    /// <summary>Results of this machine and day.</summary>
    public static ResultFile Of(string command, IReadOnlyList<JsonObject> rows) =>
        new(command, DateOnly.FromDateTime(DateTime.UtcNow), MachineRecord.Read().Describe(), rows);

    /// <summary>Writes both files.</summary>
    /// <param name="folder">Their folder.</param>
    /// <param name="name">Their name without extension.</param>
    /// <param name="title">The heading.</param>
    /// <param name="report">What stands below heading and command.</param>
    public void Write(string folder, string name, string title, Report report)
    {
        var date = Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var document = new JsonObject
        {
            ["command"] = Command,
            ["date"] = date,
            ["cpu"] = Cpu,
            ["rows"] = new JsonArray([.. Rows.Select(row => row.DeepClone())]),
        };
        AtomicFile.WriteText(Path.Combine(folder, name + ".json"), document.ToJsonString(OptionsFile.Json) + "\n");
        AtomicFile.WriteText(Path.Combine(folder, name + ".md"),
            $"# {title}\n\n- Command: `{Command}`\n- Date: {date}\n- CPU: {Cpu}\n\n{report.ToString().TrimEnd()}\n");
    }
}
