using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace TinyBertPipeline.Core.Tests.Fuzzing;

/// <summary>docs/results/fuzzing.json and its twin .md: one row a reader, that of the last long run.</summary>
internal static class FuzzReport
{
    private const string Command = "dotnet test --project tests/TinyBertPipeline.Core.Tests -c Release -- --filter-trait Category=long";

    public static void Add(string reader, double minutes, FuzzRun run)
    {
        var row = new JsonObject
        {
            ["reader"] = reader,
            ["minutes"] = minutes,
            ["executions"] = run.Executions,
            ["accepted"] = run.Accepted,
            ["refused"] = run.Refused,
            ["otherOutcomes"] = 0,   // any other exception, and any allocation over the limit, has failed the test before
            ["mostAllocatedBytes"] = run.MostAllocated,
            ["slowestMilliseconds"] = Math.Round(run.Slowest.TotalMilliseconds, 1),
        };
        TestContext.Current.TestOutputHelper?.WriteLine(row.ToJsonString());
        Write(row);
    }

    private static string Readers() =>
        Environment.GetEnvironmentVariable("TINYBERT_FUZZ_TARGETS") is { Length: > 0 } names ? $"TINYBERT_FUZZ_TARGETS=\"{names}\" " : "";

    private static void Write(JsonObject row)
    {
        var path = ResultDocument.PathOf("fuzzing.json");
        var old = File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path))!["rows"]!.AsArray() : [];
        JsonNode[] rows = [.. old.Where(other => (string?)other!["reader"] != (string?)row["reader"]).Select(other => other!.DeepClone()),
            row];
        var command = string.Create(CultureInfo.InvariantCulture, $"TINYBERT_FUZZ_MINUTES={row["minutes"]} {Readers()}{Command}");
        var report = ResultDocument.Write(path, command, new JsonArray(rows));
        File.WriteAllText(Path.ChangeExtension(path, ".md"), Markdown(report));
    }

    private static string Markdown(JsonObject report)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Fuzzing of the readers

            - Command: `{report["command"]}`
            - Date: {report["date"]}
            - CPU: {report["cpu"]}

            Damaged files, made from well-formed ones by one to six changes each; where a checksum or a length would hide the inner format, it is made
            right again. Every file must be read or refused with a message; any other exception, an allocation of more than 1 MiB + 100 bytes per byte
            of the file, or a file written, fails the run.

            | reader | minutes | files | read | refused | most allocated (bytes) | slowest (ms) |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: |

            """);
        foreach (var row in report["rows"]!.AsArray())
        {
            text.Append(CultureInfo.InvariantCulture,
                $"| {row!["reader"]} | {row["minutes"]} | {row["executions"]} | {row["accepted"]} | {row["refused"]} ");
            text.Append(CultureInfo.InvariantCulture, $"| {row["mostAllocatedBytes"]} | {row["slowestMilliseconds"]} |\n");
        }
        return text.ToString();
    }
}
