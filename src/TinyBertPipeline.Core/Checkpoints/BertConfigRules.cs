using System.Globalization;
using static TinyBertPipeline.Core.UntrustedText;

namespace TinyBertPipeline.Core.Checkpoints;

/// <summary>
/// What makes a config one of a BERT model that can be computed. The upper bounds only keep absurd sizes from being used.
/// </summary>
internal static class BertConfigRules
{
    private const int MostPieces = 1 << 24, MostWidth = 1 << 16, MostLayers = 1_000, MostLabels = 100_000;

    public static IEnumerable<string> Faults(BertConfig config) =>
    [
        .. Range("vocab_size", config.VocabularySize, MostPieces),
        .. Range("hidden_size", config.HiddenSize, MostWidth),
        .. Range("num_hidden_layers", config.Layers, MostLayers),
        .. Range("num_attention_heads", config.Heads, MostWidth),
        .. Range("intermediate_size", config.IntermediateSize, MostWidth * 4),
        .. Range("max_position_embeddings", config.MaxPositions, MostPieces),
        .. Range("type_vocab_size", config.TypeVocabularySize, MostWidth),
        .. Heads(config),
        .. Constants(config),
        .. Labels(config.Labels),
    ];

    private static IEnumerable<string> Heads(BertConfig config)
    {
        if (config is { Heads: >= 1, HiddenSize: >= 1 } && config.HiddenSize % config.Heads != 0)
            yield return $"hidden_size {config.HiddenSize} is not a multiple of num_attention_heads {config.Heads}";
    }

    private static IEnumerable<string> Constants(BertConfig config)
    {
        if (!BertConfig.Activations.Contains(config.Activation))
            yield return $"hidden_act {Quote(config.Activation)} is unknown; known are {string.Join(", ", BertConfig.Activations)}";
        if (!(config.LayerNormEpsilon is > 0 and < 1))
            yield return Number("layer_norm_eps", config.LayerNormEpsilon, "between 0 and 1, both excluded");
        if (!(config.InitializerRange is >= 0 and < 100)) yield return Number("initializer_range", config.InitializerRange, "from 0 on");
        (string Key, double Value)[] dropouts =
        [
            ("hidden_dropout_prob", config.HiddenDropout),
            ("attention_probs_dropout_prob", config.AttentionDropout),
            ("classifier_dropout", config.ClassifierDropout ?? 0),
        ];
        foreach (var (key, value) in dropouts)
        {
            if (!(value is >= 0 and < 1)) yield return Number(key, value, "from 0 on and below 1");
        }
        if (config.PadId < 0 || config.PadId >= Math.Max(1, config.VocabularySize))
            yield return $"pad_token_id {config.PadId} is not in the vocabulary of {config.VocabularySize} pieces";
    }

    private static IEnumerable<string> Labels(IReadOnlyList<string> labels)
    {
        if (labels.Count > MostLabels) yield return $"id2label has {labels.Count} labels; at most {MostLabels} are allowed";
        var named = labels.Where(label => label.Length > 0);
        foreach (var twice in named.GroupBy(label => label, StringComparer.Ordinal).Where(group => group.Count() > 1).Take(1))
            yield return $"id2label has the label {Quote(twice.Key)} {twice.Count()} times";
    }

    private static IEnumerable<string> Range(string key, int value, int most)
    {
        if (value < 1 || value > most) yield return $"{key} is {value}; expected 1 to {most}";
    }

    private static string Number(string key, double value, string valid) =>
        string.Create(CultureInfo.InvariantCulture, $"{key} is {value}; expected a number {valid}");
}
