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

    /// <summary>The tensors of the encoder, whose pooler a checkpoint may lack, and of a head.</summary>
    /// <param name="config">The sizes.</param>
    /// <param name="head">The head's tensors; a head that needs the pooler names it, too.</param>
    public static IEnumerable<TensorSlot> Of(BertConfig config, IEnumerable<TensorSlot>? head = null)
    {
        TensorSlot[] own = [.. head ?? []];
        var named = own.Select(slot => slot.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Embeddings(config),
            .. Enumerable.Range(0, config.Layers).SelectMany(layer => Layer(config, layer)),
            .. Pooler(config).Select(slot => slot with { IsOptional = true }).Where(slot => !named.Contains(slot.Name)),
            .. own,
        ];
    }

    /// <summary>The pooler: a linear map of the first position's state, before its tanh.</summary>
    public static IEnumerable<TensorSlot> Pooler(BertConfig config) => Linear("bert.pooler.dense", config.HiddenSize, config.HiddenSize);

    /// <summary>The head that predicts masked pieces; its decoder is tied to the word embeddings.</summary>
    public static IEnumerable<TensorSlot> MaskedLanguageModel(BertConfig config) =>
    [
        .. Linear("cls.predictions.transform.dense", config.HiddenSize, config.HiddenSize),
        .. LayerNorm("cls.predictions.transform.LayerNorm", config.HiddenSize),
        new(PredictionBias, [config.VocabularySize], TiedTo: DecoderBias),
        new("cls.predictions.decoder.weight", [config.VocabularySize, config.HiddenSize], TiedTo: WordEmbeddings),
        new(DecoderBias, [config.VocabularySize], TiedTo: PredictionBias),
    ];

    /// <summary>The heads of pre-training: masked pieces and the next sentence.</summary>
    public static IEnumerable<TensorSlot> PreTraining(BertConfig config) =>
        [.. MaskedLanguageModel(config), .. Linear("cls.seq_relationship", 2, config.HiddenSize)];

    /// <summary>A linear layer's weight [output,input] and bias [output].</summary>
    public static IEnumerable<TensorSlot> Linear(string name, int output, int input) =>
        [new($"{name}.weight", [output, input]), new($"{name}.bias", [output])];

    /// <summary>Whether two heads have the same tensors in the same shapes.</summary>
    public static bool HaveOneForm(IEnumerable<TensorSlot> one, IEnumerable<TensorSlot> other) =>
        one.Select(Form).SequenceEqual(other.Select(Form), StringComparer.Ordinal);

    private static string Form(TensorSlot slot) => $"{slot.Name} {UntrustedText.Shape(slot.Shape)}";

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

    private static IEnumerable<TensorSlot> LayerNorm(string name, int width) =>
        [new($"{name}.weight", [width]), new($"{name}.bias", [width])];
}
