using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;

namespace TinyBertPipeline.Cli.Tests.StartTime;

/// <summary>A tagger of a student's usual size with random weights and as many pieces as an English BERT has: what opening one costs.</summary>
internal static class RandomStudent
{
    public const string Name = "tiny-4x312, 30,522 pieces";

    private const int Layers = 4, Hidden = 312, Heads = 12, Inner = 1200, Positions = 512, Pieces = 30_522;

    private static readonly string[] _labels = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"];

    /// <summary>Writes the folder, exported and converted.</summary>
    public static async Task<string> CreateAsync(TemporaryFolder folder)
    {
        var path = Directory.CreateDirectory(folder.File("student")).FullName;
        await File.WriteAllTextAsync(Path.Combine(path, "config.json"), Config().ToJsonString());
        await File.WriteAllTextAsync(Path.Combine(path, "tokenizer.json"), Tokenizer().ToJsonString());
        WriteWeights(Path.Combine(path, "model.safetensors"));
        await TinyBertProcess.SucceedAsync(["export", path]);
        await TinyBertProcess.SucceedAsync(["convert", path]);
        return path;
    }

    private static JsonObject Config() => new()
    {
        ["architectures"] = new JsonArray("BertForTokenClassification"),
        ["model_type"] = "bert",
        ["vocab_size"] = Pieces,
        ["hidden_size"] = Hidden,
        ["num_hidden_layers"] = Layers,
        ["num_attention_heads"] = Heads,
        ["intermediate_size"] = Inner,
        ["max_position_embeddings"] = Positions,
        ["id2label"] = new JsonObject(_labels.Index().Select(label => KeyValuePair.Create($"{label.Index}", (JsonNode?)label.Item))),
    };

    private static JsonObject Tokenizer() => new()
    {
        ["normalizer"] = new JsonObject { ["type"] = "BertNormalizer", ["lowercase"] = true },
        ["pre_tokenizer"] = new JsonObject { ["type"] = "BertPreTokenizer" },
        ["post_processor"] = new JsonObject { ["type"] = "BertProcessing", ["sep"] = new JsonArray("[SEP]", 3), ["cls"] = new JsonArray("[CLS]", 2) },
        ["model"] = new JsonObject
        {
            ["type"] = "WordPiece",
            ["unk_token"] = "[UNK]",
            ["continuing_subword_prefix"] = "##",
            ["vocab"] = new JsonObject(Vocabulary().Index().Select(piece => KeyValuePair.Create(piece.Item, (JsonNode?)piece.Index))),
        },
    };

    // The special pieces, the letters, and words of as many letters as those of a real vocabulary.
    private static IEnumerable<string> Vocabulary()
    {
        const string Letters = "abcdefghijklmnopqrstuvwxyz";
        string[] first = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", ",", .. Letters.Select(letter => $"{letter}"), .. Letters.Select(letter => $"##{letter}")];
        var random = new Random(1);
        var words = new HashSet<string>(first, StringComparer.Ordinal);
        while (words.Count < Pieces)
        {
            var word = new string([.. Enumerable.Range(0, random.Next(3, 10)).Select(_ => Letters[random.Next(Letters.Length)])]);
            words.Add(random.Next(5) == 0 ? "##" + word : word);
        }
        return words;
    }

    private static IEnumerable<(string Name, int[] Shape)> Tensors()
    {
        const string Embeddings = "bert.embeddings.";
        yield return (Embeddings + "word_embeddings.weight", [Pieces, Hidden]);
        yield return (Embeddings + "position_embeddings.weight", [Positions, Hidden]);
        yield return (Embeddings + "token_type_embeddings.weight", [2, Hidden]);
        foreach (var tensor in Norm(Embeddings + "LayerNorm")) yield return tensor;
        for (var layer = 0; layer < Layers; layer++)
        {
            var start = $"bert.encoder.layer.{layer}.";
            string[] square = ["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"];
            foreach (var tensor in square.SelectMany(name => Linear(start + name, Hidden, Hidden))) yield return tensor;
            foreach (var tensor in Linear(start + "intermediate.dense", Inner, Hidden)) yield return tensor;
            foreach (var tensor in Linear(start + "output.dense", Hidden, Inner)) yield return tensor;
            foreach (var tensor in Norm(start + "attention.output.LayerNorm").Concat(Norm(start + "output.LayerNorm"))) yield return tensor;
        }
        foreach (var tensor in Linear("classifier", _labels.Length, Hidden)) yield return tensor;

        static (string, int[])[] Linear(string name, int rows, int columns) => [(name + ".weight", [rows, columns]), (name + ".bias", [rows])];
        static (string, int[])[] Norm(string name) => [(name + ".weight", [Hidden]), (name + ".bias", [Hidden])];
    }

    private static void WriteWeights(string path)
    {
        var (header, offset) = (new JsonObject(), 0L);
        foreach (var (name, shape) in Tensors())
        {
            var end = offset + (shape.Aggregate(1L, (product, size) => product * size) * sizeof(float));
            header[name] = new JsonObject
            {
                ["dtype"] = "F32",
                ["shape"] = new JsonArray([.. shape.Select(size => (JsonNode)size)]),
                ["data_offsets"] = new JsonArray(offset, end),
            };
            offset = end;
        }
        using var file = new BinaryWriter(File.Create(path));
        var text = Encoding.UTF8.GetBytes(header.ToJsonString());
        file.Write((long)text.Length);
        file.Write(text);
        var random = new Random(2);
        foreach (var (_, shape) in Tensors())
        {
            var values = new float[shape.Aggregate(1, (product, size) => product * size)];
            for (var i = 0; i < values.Length; i++) values[i] = 0.1f * (random.NextSingle() - 0.5f);
            file.Write(MemoryMarshal.AsBytes(values.AsSpan()));
        }
    }
}
