using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace TinyBertPipeline.Cli.Tests.Faults;

/// <summary>What is in a folder, but for what may differ between two runs of one result: times, dates, and the command.</summary>
internal static class FolderState
{
    private const string Table = "metrics.csv";
    private const string Events = "events.out.tfevents.0.tinybert";       // the table's figures with the hour of each
    private const string Time = "seconds";

    /// <summary>A line for each file; of <c>run.json</c> the scores, of <c>metrics.csv</c> all columns but the times.</summary>
    public static string Of(string folder) => string.Join('\n', Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(folder, path)).Where(name => !name.Contains(".tinybert-", StringComparison.Ordinal)
            && !name.StartsWith("checkpoints", StringComparison.Ordinal) && name != "run.lock").Order(StringComparer.Ordinal)
        .Select(name => $"{name} {Content(folder, name)}"));

    private static string Content(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return Path.GetFileName(name) switch
        {
            Table => string.Join('|', File.ReadLines(path).Select(WithoutTime(path))),
            "run.json" => JsonNode.Parse(File.ReadAllText(path))!["scores"]!.ToJsonString(),
            "README.md" or Events => "",
            _ => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))),
        };
    }

    private static Func<string, string> WithoutTime(string path)
    {
        var time = Array.IndexOf(File.ReadLines(path).First().Split(','), Time);
        return line => string.Join(',', line.Split(',').Where((_, column) => column != time));
    }
}
