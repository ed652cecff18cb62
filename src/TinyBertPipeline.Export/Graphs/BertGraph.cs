using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Export.Graphs;

/// <summary>
/// BERT as a graph (Devlin et al. 2018; post-norm transformer encoder), described once for every format.
/// B batch, T tokens, H hidden, A heads, F feed-forward width.
/// </summary>
internal sealed class BertGraph
{
    private readonly BertConfig _config;
    private readonly GraphWeights _weights;
    private readonly ActivationKind _activation;
    private readonly AttentionHeads _heads;

    /// <exception cref="ArgumentException">The configuration contradicts itself.</exception>
    /// <exception cref="InvalidInputException">The network cannot be exported with this activation.</exception>
    public BertGraph(BertConfig config, GraphWeights weights)
    {
        config.ThrowIfInvalid();
        (_config, _weights) = (config, weights);
        _activation = ActivationName.Parse(config.Activation);
        _heads = new(config.Heads, config.HeadSize);
    }

    /// <summary>Describes the whole network of a task, inputs to its output.</summary>
    /// <exception cref="InvalidInputException">A weight is absent, has another shape or has no place in the network.</exception>
    public void Describe<TValue>(IGraphWriter<TValue> writer, ITask task)
    {
        TaskParts.Of<IGraphHead>(task).Describe(writer, _config, _weights, Encoder(writer));
        _weights.ThrowIfLeftOver();
    }

    /// <summary>Describes the encoder alone, inputs to the last hidden states, which it returns.</summary>
    /// <exception cref="InvalidInputException">A weight is absent, has another shape or has no place in the network.</exception>
    public TValue DescribeEncoder<TValue>(IGraphWriter<TValue> writer)
    {
        var hidden = Encoder(writer).Hidden;
        _weights.ThrowIfLeftOver();
        return hidden;
    }

    private EncoderValues<TValue> Encoder<TValue>(IGraphWriter<TValue> writer)
    {
        var ids = writer.TokenInput(ModelInputs.Ids);                                       // [B,T]
        var tokenMask = writer.TokenInput(ModelInputs.Mask);
        var types = writer.TokenInput(ModelInputs.Segments);

        var hidden = Embeddings(writer, ids, types);                                      // [B,T,H]
        var mask = writer.AttentionMask("bert.attention_mask", tokenMask);                // [B,1,1,T]
        for (var layer = 0; layer < _config.Layers; layer++) hidden = Layer(writer, $"bert.encoder.layer.{layer}", hidden, mask);
        return new(hidden, tokenMask);
    }

    private TValue Embeddings<TValue>(IGraphWriter<TValue> writer, TValue ids, TValue types)
    {
        const string Site = "bert.embeddings";
        var word = writer.Embedding($"{Site}.word_embeddings", Table("word_embeddings", _config.VocabularySize), ids);
        var type = writer.Embedding($"{Site}.token_type_embeddings", Table("token_type_embeddings", _config.TypeVocabularySize), types);
        var position = writer.PositionEmbedding($"{Site}.position_embeddings", Table("position_embeddings", _config.MaxPositions), ids);
        var sum = writer.Add($"{Site}.add_positions", writer.Add($"{Site}.add_types", word, type), position);
        return Norm(writer, $"{Site}.LayerNorm", sum);

        WeightTensor Table(string name, int rows) => _weights.Take($"{Site}.{name}.weight", rows, _config.HiddenSize);
    }

    private TValue Layer<TValue>(IGraphWriter<TValue> writer, string site, TValue x, TValue mask)
    {
        var (h, f) = (_config.HiddenSize, _config.IntermediateSize);
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
        writer.Linear(site, _weights, outputs, inputs, x);

    private TValue Norm<TValue>(IGraphWriter<TValue> writer, string site, TValue x)
    {
        var (gamma, beta) = (_weights.Take($"{site}.weight", _config.HiddenSize), _weights.Take($"{site}.bias", _config.HiddenSize));
        return writer.LayerNorm(site, new NormWeights(gamma, beta, _config.LayerNormEpsilon), x);
    }
}
