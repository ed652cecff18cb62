using System.Text.Json;
using TinyBertPipeline.Inference.Profiling;

namespace TinyBertPipeline.Inference.OnnxRuntime;

/// <summary>The record of a session's runs: a JSON array of events in the form of Chrome's traces.</summary>
internal static class ProfileRecord
{
    private const string KernelTime = "_kernel_time", Provider = "ExecutionProvider";

    /// <summary>The runs of all nodes in their order.</summary>
    /// <param name="path">The file that <c>EndProfiling</c> names.</param>
    public static IReadOnlyList<LayerTime> Read(string path)
    {
        using var stream = File.OpenRead(path);
        using var events = JsonDocument.Parse(stream);
        return
        [
            .. from entry in events.RootElement.EnumerateArray()
               let name = entry.GetProperty("name").GetString()!
               where name.EndsWith(KernelTime, StringComparison.Ordinal)
               let of = entry.GetProperty("args")
               select new LayerTime(name[..^KernelTime.Length], Text(of, "op_name"), Text(of, "provider").Replace(Provider, "", StringComparison.Ordinal),
                   entry.GetProperty("dur").GetInt64() / 1e6),
        ];
    }

    private static string Text(JsonElement node, string key) => node.TryGetProperty(key, out var value) ? value.GetString() ?? "" : "";
}
