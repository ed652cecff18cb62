using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace TinyBertPipeline.Tests;

/// <summary>
/// docs/results/faults.json and its twin .md: one row a kind of fault, that of its last trial. scripts/faults.sh runs all trials; they need
/// Linux, and some of them root or strace, and skip with the reason where that is absent.
/// </summary>
internal static class FaultReport
{
    private const string Command = "scripts/faults.sh";

    private static readonly Lock _gate = new();

    /// <summary>Skips a trial that was not asked for.</summary>
    public static void SkipUnlessAsked() => Assert.SkipUnless(
        Environment.GetEnvironmentVariable("TINYBERT_FAULTS") == "1", "TINYBERT_FAULTS is not 1: the trials of scripts/faults.sh take long");

    /// <summary>How many kills at random a trial makes.</summary>
    public static int Kills => int.Parse(Environment.GetEnvironmentVariable("TINYBERT_FAULT_KILLS") ?? "20", CultureInfo.InvariantCulture);

    /// <summary>Records a trial, and fails the test where a fault did more than it may.</summary>
    /// <param name="kind">What was done.</param>
    /// <param name="tried">How often.</param>
    /// <param name="broken">What went wrong, a line each.</param>
    /// <param name="command">The command that was put under the fault.</param>
    public static void Add(string kind, int tried, IReadOnlyList<string> broken, string command)
    {
        Write(new JsonObject { ["kind"] = kind, ["tried"] = tried, ["held"] = tried - broken.Count, ["command"] = command });
        Assert.True(tried > 0, $"{kind}: nothing was tried");
        Assert.True(broken.Count == 0, $"{kind}: {broken.Count} of {tried} broke\n{string.Join('\n', broken)}");
    }

    private static void Write(JsonObject row)
    {
        lock (_gate)
        {
            var path = ResultDocument.PathOf("faults.json");
            var old = File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path))!["rows"]!.AsArray() : [];
            var rows = old.Where(other => (string?)other!["kind"] != (string?)row["kind"]).Select(other => other!.DeepClone()).Append(row)
                .OrderBy(other => (string?)other["kind"], StringComparer.Ordinal);
            var report = ResultDocument.Write(path, Command, [.. rows]);
            File.WriteAllText(Path.ChangeExtension(path, ".md"), Markdown(report));
        }
    }

    private static string Markdown(JsonObject report)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Faults on purpose

            - Command: `{report["command"]}`
            - Date: {report["date"]}
            - CPU: {report["cpu"]}

            Tried: how often a fault was put. Held: how often nothing was lost, mixed or destroyed by it, and the exit code told the truth.

            | kind | tried | held | command |
            | --- | ---: | ---: | --- |

            """);
        foreach (var row in report["rows"]!.AsArray())
            text.Append(CultureInfo.InvariantCulture, $"| {row!["kind"]} | {row["tried"]} | {row["held"]} | `{row["command"]}` |\n");
        return text.ToString();
    }
}
