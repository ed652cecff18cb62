using System.Text.Json.Nodes;

namespace TinyBertPipeline.Pipeline.Stages;

/// <summary>What a stage found out, and the files it wrote.</summary>
internal sealed record StageResult(JsonObject Values, IReadOnlyList<string> Outputs)
{
    /// <summary>A result whose outputs are all files of a bundle.</summary>
    public static StageResult OfFolder(JsonObject values, string folder) => new(values, Directory.GetFiles(folder));
}
