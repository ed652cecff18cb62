using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Files;
using static TinyBertPipeline.Core.UntrustedText;

namespace TinyBertPipeline.Core.Checkpoints;

/// <summary>Takes the known keys out of a <c>config.json</c>; collects all faults before it refuses.</summary>
internal sealed class BertConfigReader
{
    private readonly string _path;
    private readonly JsonObject _keys;
    private readonly List<string> _faults = [];
    private string? _architecture;
    private readonly List<string> _warnings = [];

    public BertConfigReader(string path) => (_path, _keys) = (path, JsonFile.ReadObject(path, InputKind.Model));

    /// <exception cref="InvalidInputException">A key is missing, of the wrong kind, or names a model that is no BERT encoder.</exception>
    public BertConfig Read()
    {
        RefuseOtherModels();
        var config = new BertConfig
        {
            VocabularySize = Integer("vocab_size"),
            HiddenSize = Integer("hidden_size"),
            Layers = Integer("num_hidden_layers"),
            Heads = Integer("num_attention_heads"),
            IntermediateSize = Integer("intermediate_size"),
            MaxPositions = Integer("max_position_embeddings", 512),
            TypeVocabularySize = Integer("type_vocab_size", 2),
            Activation = Text("hidden_act") ?? "gelu",
            LayerNormEpsilon = Number("layer_norm_eps") ?? 1e-12,
            HiddenDropout = Number("hidden_dropout_prob") ?? 0.1,
            AttentionDropout = Number("attention_probs_dropout_prob") ?? 0.1,
            ClassifierDropout = Number("classifier_dropout"),
            InitializerRange = Number("initializer_range") ?? 0.02,
            PadId = Integer("pad_token_id", 0),
            Architecture = _architecture,
            Labels = new LabelKeys(_faults, _warnings).Take(_keys),
            UnknownKeys = _keys,
            Warnings = _warnings,
        };
        // A key that is missing already has its own fault; its placeholder would only add noise.
        if (_faults.Count == 0) _faults.AddRange(config.Validate());
        return _faults.Count == 0 ? config : throw Refuse(string.Join("; ", _faults));
    }

    private void RefuseOtherModels()
    {
        _architecture = Architecture();
        _keys.Remove("architectures");
        if (Text("model_type") is { } type)
        {
            if (type != "bert") throw Refuse($"model_type is {Quote(type)}; only 'bert' can be used");
        }
        else if (_architecture is not null && !_architecture.Contains("Bert", StringComparison.Ordinal))
        {
            throw Refuse($"the architecture is {Quote(_architecture)}; only BERT can be used");
        }
        if (Text("position_embedding_type") is { } positions and not "absolute")
            _faults.Add($"position_embedding_type is {Quote(positions)}; only 'absolute' can be used");
        foreach (var key in (string[])["is_decoder", "add_cross_attention"])
        {
            if (_keys[key]?.GetValueKind() == JsonValueKind.True) _faults.Add($"{key} is true; only encoders can be used");
        }
    }

    private string? Architecture() =>
        _keys["architectures"] is JsonArray { Count: > 0 } names && names[0] is JsonValue name && name.TryGetValue<string>(out var text)
            ? text : null;

    private int Integer(string key, int? absent = null)
    {
        switch (Take(key))
        {
            case null when absent is { } value:
                return value;
            case null:
                _faults.Add($"{key} is missing");
                return 0;
            case JsonValue node when node.GetValueKind() == JsonValueKind.Number
                && int.TryParse(node.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value):
                return value;
            case var node:
                _faults.Add($"{key} is {Shown(node)}; expected a whole number below 2^31");
                return 0;
        }
    }

    private double? Number(string key)
    {
        var node = Take(key);
        if (node is null) return null;
        if (node.GetValueKind() == JsonValueKind.Number && node.AsValue().TryGetValue<double>(out var value)) return value;
        _faults.Add($"{key} is {Shown(node)}; expected a number");
        return null;
    }

    private string? Text(string key)
    {
        var node = Take(key);
        if (node is null) return null;
        if (node.GetValueKind() == JsonValueKind.String) return node.GetValue<string>();
        _faults.Add($"{key} is {Shown(node)}; expected a string");
        return null;
    }

    private JsonNode? Take(string key)
    {
        _keys.Remove(key, out var node);
        return node;
    }

    private static string Shown(JsonNode node) => node switch
    {
        JsonObject => "an object",
        JsonArray => "an array",
        _ when node.GetValueKind() == JsonValueKind.String => $"the string {Quote(node.GetValue<string>())}",
        _ => Quote(node.ToJsonString()),
    };

    private InvalidInputException Refuse(string message) => new(InputKind.Model, _path, message);
}
