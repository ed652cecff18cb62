using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Pipeline.Stages;

/// <summary>The key of a stage: the SHA-256 of its name, its version, its resolved options and the hashes of its inputs.</summary>
internal static class StageKey
{
    /// <summary>Computes the key; folders among <paramref name="inputs"/> count with all files directly in them and below.</summary>
    public static string Compute(StageName stage, JsonNode options, IEnumerable<string> inputs)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, $"{stage.Name} v{stage.Version}\n{options.ToJsonString()}\n");
        foreach (var file in inputs.SelectMany(Files)) Append(hash, $"{Path.GetFileName(file)} {FileHash.Sha256(file)}\n");
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static IEnumerable<string> Files(string path) =>
        Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : [path];

    private static void Append(IncrementalHash hash, string text) => hash.AppendData(Encoding.UTF8.GetBytes(text));
}
