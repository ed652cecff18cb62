using System.Text.Json.Nodes;

namespace TinyBertPipeline.Inference.Precisions;

/// <summary>The circumstances under which a choice of a precision holds.</summary>
/// <param name="Cpu">The processor's name and features.</param>
/// <param name="Engine">The engine.</param>
/// <param name="Version">The version of its runtime.</param>
/// <param name="Threads">Threads of one inference.</param>
/// <param name="Models">What tells the bundle's models from others: sizes and times of their files.</param>
internal sealed record PrecisionKey(string Cpu, string Engine, string Version, int Threads, string Models)
{
    public JsonObject ToJson() => new()
    {
        ["cpu"] = Cpu,
        ["engine"] = Engine,
        ["version"] = Version,
        ["threads"] = Threads,
        ["models"] = Models,
    };

    /// <summary>Whether a kept row was measured under them.</summary>
    public bool IsOf(JsonObject row) => ToJson().All(field => JsonNode.DeepEquals(field.Value, row[field.Key]));
}
