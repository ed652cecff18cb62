using TinyBertPipeline.Core.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Modeling;

/// <summary>
/// The encoder of "BERT: Pre-training of Deep Bidirectional Transformers" (Devlin et al. 2019). Fields carry the names of Hugging Face's
/// checkpoints. B batch, T tokens, H hidden, A heads, D = H/A, I intermediate, V vocabulary.
/// </summary>
internal sealed class BertModel : nn.Module
{
    [ComponentName(Name = "embeddings")] private readonly BertEmbeddings _embeddings;
    [ComponentName(Name = "encoder")] private readonly BertEncoder _encoder;
    [ComponentName(Name = "pooler")] private readonly BertPooler? _pooler;

    /// <summary>Creates the encoder; its weights are not set.</summary>
    /// <param name="config">The sizes.</param>
    /// <param name="withPooler">Whether it has a pooler (token classification has none).</param>
    public BertModel(BertConfig config, bool withPooler = false)
        : base(nameof(BertModel))
    {
        Config = config;
        _embeddings = new BertEmbeddings(config);
        _encoder = new BertEncoder(config);
        _pooler = withPooler ? new BertPooler(config.HiddenSize) : null;
        RegisterComponents();
    }

    /// <summary>The sizes of the model.</summary>
    public BertConfig Config { get; }

    /// <summary>Whether it can give <see cref="BertStates.Pooled"/>.</summary>
    public bool HasPooler => _pooler is not null;

    /// <summary>
    /// Takes over every tensor of the model's names. A checkpoint may lack the pooler, which then stays as it is.
    /// </summary>
    /// <returns>Whether every parameter was taken over.</returns>
    /// <exception cref="ArgumentException">One of the others is missing, or one has another shape.</exception>
    public bool LoadWeights(BertWeights weights) =>
        Weights.Load(this, "bert.", weights.Tensors, name => name.StartsWith("pooler.", StringComparison.Ordinal));

    /// <summary>The word embeddings [V,H], for a decoder that is tied to them.</summary>
    public Tensor WordTable() => _embeddings.WordTable();

    /// <summary>Computes the states of a batch. They live in the caller's dispose scope.</summary>
    /// <param name="batch">The pieces.</param>
    /// <param name="options">How, and what to return; null for <see cref="PassOptions.Plain"/>.</param>
    public BertStates forward(TokenTensors batch, PassOptions? options = null)
    {
        var keyMask = batch.Mask.to(float32).Plus(-1).Times(-BertConstants.MaskedScore).unsqueeze(1).unsqueeze(1);     // [B,1,1,T]
        var pass = new ForwardPass(keyMask, options ?? PassOptions.Plain);
        pass.States.Mask = batch.Mask;
        pass.States.Last = _encoder.forward(_embeddings.forward(batch.Ids, batch.Segments, pass), pass);               // [B,T,H]
        if (pass.Wants(BertOutputs.Pooled))
            pass.States.Pooled = (_pooler ?? throw new InvalidOperationException("the model has no pooler")).forward(pass.States.Last);
        return pass.States;
    }
}

internal sealed class BertEmbeddings : nn.Module
{
    [ComponentName(Name = "word_embeddings")] private readonly WordEmbeddings _word;
    [ComponentName(Name = "position_embeddings")] private readonly WordEmbeddings _position;
    [ComponentName(Name = "token_type_embeddings")] private readonly WordEmbeddings _tokenType;
    [ComponentName(Name = "LayerNorm")] private readonly LayerNorm _norm;
    private readonly double _dropout;

    public BertEmbeddings(BertConfig config)
        : base(nameof(BertEmbeddings))
    {
        _word = new WordEmbeddings(config.VocabularySize, config.HiddenSize, config.PadId, isSparse: true);
        _position = new WordEmbeddings(config.MaxPositions, config.HiddenSize);
        _tokenType = new WordEmbeddings(config.TypeVocabularySize, config.HiddenSize);
        _norm = nn.LayerNorm(config.HiddenSize, config.LayerNormEpsilon);
        _dropout = config.HiddenDropout;
        RegisterComponents();
    }

    public Tensor WordTable() => _word.Table();

    public Tensor forward(Tensor ids, Tensor types, ForwardPass pass)
    {
        var sum = _word.forward(ids).Plus(_tokenType.forward(types)).Plus(_position.First(ids.shape[1]));
        return pass.Drop(_norm.forward(sum), _dropout);                                      // [B,T,H]
    }
}

internal sealed class BertEncoder : nn.Module
{
    [ComponentName(Name = "layer")] private readonly ModuleList<BertLayer> _layers;

    public BertEncoder(BertConfig config)
        : base(nameof(BertEncoder))
    {
        _layers = nn.ModuleList([.. Enumerable.Range(0, config.Layers).Select(_ => new BertLayer(config))]);
        RegisterComponents();
    }

    public Tensor forward(Tensor x, ForwardPass pass)
    {
        var all = new List<Tensor> { x };
        foreach (var layer in _layers) all.Add(layer.forward(all[^1], pass));
        if (pass.Wants(BertOutputs.HiddenStates)) pass.States.HiddenStates.AddRange(all);
        return all[^1];
    }
}

internal sealed class BertLayer : nn.Module
{
    [ComponentName(Name = "attention")] private readonly BertAttention _attention;
    [ComponentName(Name = "intermediate")] private readonly BertIntermediate _intermediate;
    [ComponentName(Name = "output")] private readonly ResidualOutput _output;

    public BertLayer(BertConfig config)
        : base(nameof(BertLayer))
    {
        _attention = new BertAttention(config);
        _intermediate = new BertIntermediate(config);
        _output = new ResidualOutput(config.IntermediateSize, config);
        RegisterComponents();
    }

    public Tensor forward(Tensor x, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        var middle = _attention.forward(x, pass);                                            // [B,T,H]
        var neurons = _intermediate.forward(middle, pass);                                   // [B,T,I]
        var result = _output.forward(neurons, middle, pass);                                 // [B,T,H]
        pass.Keep(BertOutputs.MiddleStates, pass.States.MiddleStates, middle);
        pass.Keep(BertOutputs.Activations, pass.States.Activations, neurons);
        return result.MoveToOuterDisposeScope();
    }
}

internal sealed class BertAttention : nn.Module
{
    [ComponentName(Name = "self")] private readonly SelfAttention _self;
    [ComponentName(Name = "output")] private readonly ResidualOutput _output;

    public BertAttention(BertConfig config)
        : base(nameof(BertAttention))
    {
        _self = new SelfAttention(config);
        _output = new ResidualOutput(config.HiddenSize, config);
        RegisterComponents();
    }

    public Tensor forward(Tensor x, ForwardPass pass) => _output.forward(_self.forward(x, pass), x, pass);
}

internal sealed class SelfAttention : nn.Module
{
    [ComponentName(Name = "query")] private readonly Linear _query;
    [ComponentName(Name = "key")] private readonly Linear _key;
    [ComponentName(Name = "value")] private readonly Linear _value;
    private readonly int _heads;
    private readonly double _scale;
    private readonly double _dropout;

    public SelfAttention(BertConfig config)
        : base(nameof(SelfAttention))
    {
        _query = Weights.Linear(config.HiddenSize, config.HiddenSize);
        _key = Weights.Linear(config.HiddenSize, config.HiddenSize);
        _value = Weights.Linear(config.HiddenSize, config.HiddenSize);
        _heads = config.Heads;
        _scale = 1 / Math.Sqrt(config.HiddenSize / config.Heads);
        _dropout = config.AttentionDropout;
        RegisterComponents();
    }

    public Tensor forward(Tensor x, ForwardPass pass)
    {
        var (batch, tokens) = (x.shape[0], x.shape[1]);
        var input = pass.Operand(x);
        var q = SplitHeads(pass.Linear(_query, input).Times(_scale));                        // [B*A,T,D]
        var k = SplitHeads(pass.Linear(_key, input));                                        // [B*A,T,D]
        var v = SplitHeads(pass.Linear(_value, input));                                      // [B*A,T,D]
        var scores = q.bmm(k.transpose(1, 2)).view(batch, _heads, tokens, tokens);           // [B,A,T,T] = QK'/sqrt(D)
        pass.Keep(BertOutputs.AttentionScores, pass.States.AttentionScores, scores);
        var probabilities = pass.Drop(scores.Plus(pass.Mask).softmax(-1), _dropout);         // [B,A,T,T]
        var context = pass.Operand(probabilities).view(batch * _heads, tokens, tokens).bmm(v);   // [B*A,T,D]
        return context.view(batch, _heads, tokens, -1).transpose(1, 2).reshape(batch, tokens, -1);   // [B,T,H]
    }

    private Tensor SplitHeads(Tensor x) =>                                                   // [B,T,H] to [B*A,T,D]
        x.view(x.shape[0], x.shape[1], _heads, -1).transpose(1, 2).reshape(x.shape[0] * _heads, x.shape[1], -1);
}

internal sealed class BertIntermediate : nn.Module
{
    [ComponentName(Name = "dense")] private readonly Linear _dense;
    private readonly Func<Tensor, Tensor> _activation;

    public BertIntermediate(BertConfig config)
        : base(nameof(BertIntermediate))
    {
        _dense = Weights.Linear(config.HiddenSize, config.IntermediateSize);
        _activation = Activation.ByName(config.Activation);
        RegisterComponents();
    }

    public Tensor forward(Tensor x, ForwardPass pass) => _activation(pass.Linear(_dense, pass.Operand(x)));   // [B,T,I]
}

/// <summary>LayerNorm(residual + dropout(W x + b)): the end of both halves of a layer.</summary>
internal sealed class ResidualOutput : nn.Module
{
    [ComponentName(Name = "dense")] private readonly Linear _dense;
    [ComponentName(Name = "LayerNorm")] private readonly LayerNorm _norm;
    private readonly double _dropout;

    public ResidualOutput(int inputSize, BertConfig config)
        : base(nameof(ResidualOutput))
    {
        _dense = Weights.Linear(inputSize, config.HiddenSize);
        _norm = nn.LayerNorm(config.HiddenSize, config.LayerNormEpsilon);
        _dropout = config.HiddenDropout;
        RegisterComponents();
    }

    public Tensor forward(Tensor x, Tensor residual, ForwardPass pass) =>
        _norm.forward(pass.Drop(pass.Linear(_dense, pass.Operand(x)), _dropout).Plus(residual)); // [B,T,H]
}

internal sealed class BertPooler : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "dense")] private readonly Linear _dense;

    public BertPooler(int hidden)
        : base(nameof(BertPooler))
    {
        _dense = Weights.Linear(hidden, hidden);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => _dense.forward(x.select(1, 0)).tanh();       // [B,H] from [CLS]
}
