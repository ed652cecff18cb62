using System.Text.Json;
using System.Text.Json.Nodes;

namespace TinyBertPipeline.Cli.Tests;

/// <summary>Copies of the reference's Hugging Face tagger in the forms in which users have one.</summary>
internal static class HuggingFaceFolder
{
    /// <summary>As save_pretrained writes it; skips the test where there is no reference.</summary>
    public static string Create(TemporaryFolder folder, string name = "tagger") =>
        Copy(folder.File(name), "*", "hf-token-classification");

    /// <summary>The same tagger with other weight files.</summary>
    /// <param name="folder">Where it is copied to.</param>
    /// <param name="weights">Names of the files in the folder of the reference's checkpoints.</param>
    /// <param name="source">That folder.</param>
    public static string CreateWith(TemporaryFolder folder, string weights, string source)
    {
        var path = Create(folder);
        File.Delete(Path.Combine(path, "model.safetensors"));
        return Copy(path, weights, source);
    }

    /// <summary>A classifier of texts of the reference, with a vocabulary of single letters as it has none.</summary>
    public static string CreateClassifier(TemporaryFolder folder)
    {
        var source = Directory.GetDirectories(ReferenceData.Require("model")).Order(StringComparer.Ordinal)
            .Select(model => Path.Combine(Path.GetFileName(model), "sequence-classification"))
            .FirstOrDefault(model => Directory.Exists(ReferenceData.Require("model", model)));
        if (source is null) Assert.Skip("the reference has no classifier of texts");
        var path = folder.File("classifier");
        Directory.CreateDirectory(path);
        foreach (var file in Directory.EnumerateFiles(ReferenceData.Require("model", source)))
            File.WriteAllBytes(Path.Combine(path, Path.GetFileName(file)), File.ReadAllBytes(file));   // not the read-only mode
        File.WriteAllText(Path.Combine(path, "vocab.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\nb\nc\n,\n");
        return path;
    }

    /// <summary>Changes keys of the config.</summary>
    public static void Configure(string path, Action<JsonObject> change)
    {
        var file = Path.Combine(path, "config.json");
        var config = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        change(config);
        File.WriteAllText(file, config.ToJsonString());
    }

    /// <summary>Gives the classifier's rows other labels.</summary>
    public static void Label(string path, params string[] labels) => Configure(path, config =>
    {
        config["id2label"] = new JsonObject(labels.Select((label, id) => KeyValuePair.Create($"{id}", (JsonNode?)label)));
        config["label2id"] = new JsonObject(labels.Select((label, id) => KeyValuePair.Create(label, (JsonNode?)id)));
    });

    /// <summary>How many weights its safetensors file holds.</summary>
    public static long Parameters(string path)
    {
        using var file = File.OpenRead(Path.Combine(path, "model.safetensors"));
        using var reader = new BinaryReader(file);
        var header = JsonDocument.Parse(reader.ReadBytes((int)reader.ReadInt64())).RootElement;
        return header.EnumerateObject().Where(entry => entry.Name != "__metadata__")
            .Sum(entry => entry.Value.GetProperty("shape").EnumerateArray().Aggregate(1L, (size, side) => size * side.GetInt64()));
    }

    private static string Copy(string to, string pattern, string source)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(ReferenceData.Require("checkpoints", source), pattern))
            File.WriteAllBytes(Path.Combine(to, Path.GetFileName(file)), File.ReadAllBytes(file));   // not the read-only mode
        return to;
    }
}
