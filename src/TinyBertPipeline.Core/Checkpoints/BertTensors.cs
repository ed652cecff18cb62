namespace TinyBertPipeline.Core.Checkpoints;

/// <summary>
/// The tensors of a BERT model by their canonical names, in the order of the network. V vocabulary, P positions, S segments, H hidden,
/// I intermediate, L labels.
/// </summary>
public static class BertTensors
{
    /// <summary>Name of the word embeddings [V,H], to which the masked-LM decoder is tied.</summary>
    public const string WordEmbeddings = "bert.embeddings.word_embeddings.weight";

    private const string PredictionBias = "cls.predictions.bias";
    private const string DecoderBias = "cls.predictions.decoder.bias";

    /// <summary>The tensors of the encoder and of a head.</summary>
    /// <exception cref="ArgumentException">The head needs labels and the config has none.</exception>
    public static IEnumerable<TensorSlot> Of(BertConfig config, BertHead head) =>
    [
        .. Embeddings(config),
        .. Enumerable.Range(0, config.Layers).SelectMany(layer => Layer(config, layer)),
        .. Pooler(config),
        .. Head(config, head),
    ];

    private static IEnumerable<TensorSlot> Embeddings(BertConfig config) =>
    [
        new(WordEmbeddings, [config.VocabularySize, config.HiddenSize]),
        new("bert.embeddings.position_embeddings.weight", [config.MaxPositions, config.HiddenSize]),
        new("bert.embeddings.token_type_embeddings.weight", [config.TypeVocabularySize, config.HiddenSize]),
        .. LayerNorm("bert.embeddings.LayerNorm", config.HiddenSize),
    ];

    private static IEnumerable<TensorSlot> Layer(BertConfig config, int layer)
    {
        var (name, hidden, intermediate) = ($"bert.encoder.layer.{layer}", config.HiddenSize, config.IntermediateSize);
        return
        [
            .. Linear($"{name}.attention.self.query", hidden, hidden),
            .. Linear($"{name}.attention.self.key", hidden, hidden),
            .. Linear($"{name}.attention.self.value", hidden, hidden),
            .. Linear($"{name}.attention.output.dense", hidden, hidden),
            .. LayerNorm($"{name}.attention.output.LayerNorm", hidden),
            .. Linear($"{name}.intermediate.dense", intermediate, hidden),
            .. Linear($"{name}.output.dense", hidden, intermediate),
            .. LayerNorm($"{name}.output.LayerNorm", hidden),
        ];
    }

    private static IEnumerable<TensorSlot> Pooler(BertConfig config) =>
        Linear("bert.pooler.dense", config.HiddenSize, config.HiddenSize).Select(slot => slot with { IsOptional = true });

    private static IEnumerable<TensorSlot> Head(BertConfig config, BertHead head) => head switch
    {
        BertHead.TokenClassification when config.Labels.Count == 0 =>
            throw new ArgumentException("a token classifier needs labels (id2label)", nameof(config)),
        BertHead.TokenClassification => Linear("classifier", config.Labels.Count, config.HiddenSize),
        BertHead.MaskedLanguageModel => Predictions(config),
        BertHead.PreTraining => [.. Predictions(config), .. Linear("cls.seq_relationship", 2, config.HiddenSize)],
        _ => [],
    };

    private static IEnumerable<TensorSlot> Predictions(BertConfig config) =>
    [
        .. Linear("cls.predictions.transform.dense", config.HiddenSize, config.HiddenSize),
        .. LayerNorm("cls.predictions.transform.LayerNorm", config.HiddenSize),
        new(PredictionBias, [config.VocabularySize], TiedTo: DecoderBias),
        new("cls.predictions.decoder.weight", [config.VocabularySize, config.HiddenSize], TiedTo: WordEmbeddings),
        new(DecoderBias, [config.VocabularySize], TiedTo: PredictionBias),
    ];

    private static IEnumerable<TensorSlot> Linear(string name, int output, int input) =>
        [new($"{name}.weight", [output, input]), new($"{name}.bias", [output])];

    private static IEnumerable<TensorSlot> LayerNorm(string name, int width) =>
        [new($"{name}.weight", [width]), new($"{name}.bias", [width])];
}
