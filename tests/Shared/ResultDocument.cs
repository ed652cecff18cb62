using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TinyBertPipeline.Tests;

/// <summary>A document of docs/results that tests write: what was run, when, on which processor, and the rows.</summary>
internal static class ResultDocument
{
    private static readonly JsonSerializerOptions _indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string PathOf(string file) => Path.Combine(ReferenceData.RepositoryRoot, "docs", "results", file);

    /// <summary>Writes the document and gives it to its twin in Markdown.</summary>
    public static JsonObject Write(string path, string command, JsonArray rows)
    {
        var document = new JsonObject
        {
            ["command"] = command,
            ["date"] = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["cpu"] = Cpu(),
            ["rows"] = rows,
        };
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, document.ToJsonString(_indented) + "\n");
        return document;
    }

    private static string Cpu()
    {
        const string Names = "/proc/cpuinfo";
        var line = File.Exists(Names)
            ? File.ReadLines(Names).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[1].Trim(' ') ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
