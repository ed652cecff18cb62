using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TinyBertPipeline.Core.Checkpoints;

/// <summary>
/// A config as transformers' <c>save_pretrained</c> writes it, so that the same folder read and written is the same file.
/// </summary>
internal static class BertConfigWriter
{
    private static readonly JsonSerializerOptions _layout =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string ToJson(BertConfig config, string architecture)
    {
        var keys = Known(config, architecture);
        foreach (var (key, value) in config.UnknownKeys)
        {
            // The weights beside it are always written as 32-bit floats; torch_dtype is the older name of dtype.
            if (key != "torch_dtype") keys.TryAdd(key, value?.DeepClone());
        }
        var sorted = new JsonObject();
        foreach (var (key, value) in keys) sorted.Add(key, value);
        return sorted.ToJsonString(_layout) + "\n";
    }

    private static SortedDictionary<string, JsonNode?> Known(BertConfig config, string architecture)
    {
        var keys = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal)
        {
            ["architectures"] = new JsonArray(architecture),
            ["attention_probs_dropout_prob"] = Number(config.AttentionDropout),
            ["classifier_dropout"] = config.ClassifierDropout is { } dropout ? Number(dropout) : null,
            ["dtype"] = "float32",
            ["hidden_act"] = config.Activation,
            ["hidden_dropout_prob"] = Number(config.HiddenDropout),
            ["hidden_size"] = config.HiddenSize,
            ["initializer_range"] = Number(config.InitializerRange),
            ["intermediate_size"] = config.IntermediateSize,
            ["layer_norm_eps"] = Number(config.LayerNormEpsilon),
            ["max_position_embeddings"] = config.MaxPositions,
            ["model_type"] = "bert",
            ["num_attention_heads"] = config.Heads,
            ["num_hidden_layers"] = config.Layers,
            ["pad_token_id"] = config.PadId,
            ["position_embedding_type"] = "absolute",
            ["type_vocab_size"] = config.TypeVocabularySize,
            ["use_cache"] = config.UnknownKeys["use_cache"]?.DeepClone() ?? true,
            ["vocab_size"] = config.VocabularySize,
        };
        if (config.Labels.Count == 0) return keys;
        var (byId, byLabel) = (new JsonObject(), new JsonObject());
        (int Id, string Label)[] named = [.. config.Labels.Index().Where(entry => entry.Item.Length > 0)];
        foreach (var (id, label) in named) byId.Add(id.ToString(CultureInfo.InvariantCulture), label);
        foreach (var (id, label) in named.OrderBy(entry => entry.Label, StringComparer.Ordinal)) byLabel.Add(label, id);
        (keys["id2label"], keys["label2id"]) = (byId, byLabel);
        return keys;
    }

    // As Python prints a float: 1e-12, 0.0.
    private static JsonNode? Number(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant();
        return JsonNode.Parse(text.AsSpan().ContainsAny('.', 'e') ? text : text + ".0");
    }
}
