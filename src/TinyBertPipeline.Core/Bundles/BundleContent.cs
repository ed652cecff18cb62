using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Core.Bundles;

/// <summary>
/// What decides a bundle's answers, as hashes: its config and tokenizer, and these together with the weights. Keys of the config that do not
/// touch the network or its labels are left out: who saved it, and how logits are read, which a user may set otherwise.
/// </summary>
internal static class BundleContent
{
    private static readonly string[] _origin = ["_name_or_path", "transformers_version", "torch_dtype", "dtype"];
    private static readonly string[] _reading = ["scheme", "decoder", "words", "window", "constraint", "frozenEncoder", "temperature"];

    /// <summary>The hash of a folder's config and tokenizer files.</summary>
    /// <exception cref="InvalidInputException">The config is no JSON object.</exception>
    public static string HashTexts(string folder)
    {
        var text = new StringBuilder();
        if (BertConfig.Find(folder) is { } config) text.Append(Canonical(JsonFile.ReadObject(config, InputKind.Model))).Append('\n');
        foreach (var name in BundleFiles.Tokenizer)
        {
            var path = Path.Combine(folder, name);
            if (File.Exists(path)) text.Append(name).Append(' ').Append(FileHash.Sha256(path)).Append('\n');
        }
        return Hash(text.ToString());
    }

    /// <summary>The hash of all: of the weights' hash and that of the texts.</summary>
    public static string HashAll(string weights, string texts) => Hash($"weights {weights}\ntexts {texts}\n");

    private static string Canonical(JsonObject config)
    {
        foreach (var key in _origin) config.Remove(key);
        if (config[BertConfig.SectionKey] is JsonObject section)
        {
            foreach (var key in _reading) section.Remove(key);
            if (section.Count == 0) config.Remove(BertConfig.SectionKey);
        }
        return Sorted(config)!.ToJsonString();
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject values => new JsonObject(values.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => KeyValuePair.Create(entry.Key, Sorted(entry.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
