using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Export.Graphs.TokenClassification;

namespace TinyBertPipeline.Export.Graphs;

/// <summary>
/// BERT for token classification as a graph (Devlin et al. 2018; post-norm transformer encoder), described once for every format.
/// B batch, T tokens, H hidden, A heads, F feed-forward width.
/// </summary>
internal sealed class BertGraph(BertConfig config, GraphWeights weights)
{
    /// <summary>Added to the scores of masked positions. Finite, so that a row without any real token stays finite; fits into float16.</summary>
    public const float MaskedScore = -10000f;

    /// <summary>The inputs in the order in which every format lists them.</summary>
    public static IReadOnlyList<string> InputNames { get; } = ["input_ids", "attention_mask", "token_type_ids"];

    private readonly ActivationKind _activation = ActivationName.Parse(config.Activation);
    private readonly AttentionHeads _heads = new(config.Heads, config.HiddenSize / config.Heads);

    /// <summary>Describes the whole network, inputs to logits.</summary>
    /// <exception cref="Core.InvalidInputException">A weight is absent, has another shape or has no place in the network.</exception>
    public void Describe<TValue>(IGraphWriter<TValue> writer)
    {
        var ids = writer.TokenInput(InputNames[0]);                                       // [B,T]
        var tokenMask = writer.TokenInput(InputNames[1]);
        var types = writer.TokenInput(InputNames[2]);

        var hidden = Embeddings(writer, ids, types);                                      // [B,T,H]
        var mask = writer.AttentionMask("bert.attention_mask", tokenMask);                // [B,1,1,T]
        for (var layer = 0; layer < config.Layers; layer++) hidden = Layer(writer, $"bert.encoder.layer.{layer}", hidden, mask);

        new TokenClassificationHead(config, weights).Describe(writer, hidden);
        weights.ThrowIfLeftOver();
    }

    private TValue Embeddings<TValue>(IGraphWriter<TValue> writer, TValue ids, TValue types)
    {
        const string Site = "bert.embeddings";
        var word = writer.Embedding($"{Site}.word_embeddings", Table("word_embeddings", config.VocabularySize), ids);
        var type = writer.Embedding($"{Site}.token_type_embeddings", Table("token_type_embeddings", config.TypeVocabularySize), types);
        var position = writer.PositionEmbedding($"{Site}.position_embeddings", Table("position_embeddings", config.MaxPositions), ids);
        var sum = writer.Add($"{Site}.add_positions", writer.Add($"{Site}.add_types", word, type), position);
        return Norm(writer, $"{Site}.LayerNorm", sum);

        WeightTensor Table(string name, int rows) => weights.Take($"{Site}.{name}.weight", rows, config.HiddenSize);
    }

    private TValue Layer<TValue>(IGraphWriter<TValue> writer, string site, TValue x, TValue mask)
    {
        var (h, f) = (config.HiddenSize, config.IntermediateSize);
        var query = Linear(writer, $"{site}.attention.self.query", x, h, h);
        var key = Linear(writer, $"{site}.attention.self.key", x, h, h);
        var value = Linear(writer, $"{site}.attention.self.value", x, h, h);
        var context = writer.AttentionCore($"{site}.attention.self", new(query, key, value, mask), _heads);
        var attended = Linear(writer, $"{site}.attention.output.dense", context, h, h);
        var attention = Norm(writer, $"{site}.attention.output.LayerNorm", writer.Add($"{site}.attention.output.add", attended, x));

        var inner = Linear(writer, $"{site}.intermediate.dense", attention, h, f);        // [B,T,F]
        var activated = writer.Activation($"{site}.intermediate.activation", _activation, inner);
        var outer = Linear(writer, $"{site}.output.dense", activated, f, h);
        return Norm(writer, $"{site}.output.LayerNorm", writer.Add($"{site}.output.add", outer, attention));
    }

    private TValue Linear<TValue>(IGraphWriter<TValue> writer, string site, TValue x, int inputs, int outputs) =>
        writer.Linear(site, weights.Take($"{site}.weight", outputs, inputs), weights.Take($"{site}.bias", outputs), x);

    private TValue Norm<TValue>(IGraphWriter<TValue> writer, string site, TValue x)
    {
        var (gamma, beta) = (weights.Take($"{site}.weight", config.HiddenSize), weights.Take($"{site}.bias", config.HiddenSize));
        return writer.LayerNorm(site, new NormWeights(gamma, beta, config.LayerNormEpsilon), x);
    }
}
