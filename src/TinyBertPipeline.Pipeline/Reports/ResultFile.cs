using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Pipeline.Reports;

/// <summary>
/// A published result: <c>NAME.md</c> for people and its twin <c>NAME.json</c> (<c>command, date, cpu, rows</c>, one flat object a
/// measurement). Both are written by the command that measured.
/// </summary>
public sealed record ResultFile(string Command, DateOnly Date, string Cpu, IReadOnlyList<JsonObject> Rows)
{
    /// <summary>Writes both files; <paramref name="body"/> is the Markdown below the heading and the command.</summary>
    public void Write(string folder, string name, string title, string body)
    {
        var document = new JsonObject
        {
            ["command"] = Command,
            ["date"] = Date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            ["cpu"] = Cpu,
            ["rows"] = new JsonArray([.. Rows.Select(row => row.DeepClone())]),
        };
        AtomicFile.WriteText(Path.Combine(folder, name + ".json"), document.ToJsonString(OptionsFile.Json) + "\n");
        AtomicFile.WriteText(Path.Combine(folder, name + ".md"),
            $"# {title}\n\n- Command: `{Command}`\n- Date: {(string)document["date"]!}\n- CPU: {Cpu}\n\n{body.TrimEnd()}\n");
    }
}
