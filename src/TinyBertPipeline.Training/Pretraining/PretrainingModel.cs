using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Training.Modeling;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Pretraining;

/// <summary>
/// BERT with the heads of its pre-training, under the names of Hugging Face's <c>BertForPreTraining</c> (or, without the next sentence,
/// <c>BertForMaskedLM</c>). B batch, T tokens, H hidden, V vocabulary, M hidden pieces of a batch.
/// </summary>
internal sealed class PretrainingModel : nn.Module
{
    /// <summary>How the names of the encoder's parameters begin.</summary>
    public const string EncoderPrefix = "bert.";

    [ComponentName(Name = "bert")] private readonly BertModel _encoder;
    [ComponentName(Name = "cls")] private readonly PretrainingHeads _heads;

    /// <summary>Creates a model with random weights that depend on <paramref name="seed"/> alone.</summary>
    public PretrainingModel(BertConfig config, bool withNextSentence, int seed)
        : base(nameof(PretrainingModel))
    {
        _encoder = new BertModel(config, withPooler: withNextSentence);
        _heads = new PretrainingHeads(config, withNextSentence);
        RegisterComponents();
        Weights.Initialize(this, config, seed);
    }

    /// <summary>The class of transformers that computes the same.</summary>
    public string Architecture => HasNextSentence ? "BertForPreTraining" : "BertForMaskedLM";

    /// <summary>The sizes.</summary>
    public BertConfig Config => _encoder.Config;

    /// <summary>Whether it says whether a text follows another.</summary>
    public bool HasNextSentence => _encoder.HasPooler;

    /// <summary>The tensors of the heads; a checkpoint may lack any of them.</summary>
    public static IEnumerable<TensorSlot> HeadSlots(BertConfig config) =>
        BertTensors.PreTraining(config).Select(slot => slot with { IsOptional = true });

    /// <summary>Whether a checkpoint has the head for hidden pieces.</summary>
    public static bool HasHead(BertWeights weights) => weights.Tensors.ContainsKey("cls.predictions.transform.dense.weight");

    /// <summary>Takes over the tensors that a checkpoint has.</summary>
    /// <returns>The parts that it lacks, which stay as they are: a head, or the pooler.</returns>
    public IReadOnlyList<string> LoadWeights(BertWeights weights)
    {
        Weights.Load(this, "", weights.Tensors, IsOptional);
        return [.. named_parameters().Select(entry => entry.name).Where(name => !weights.Tensors.ContainsKey(name))];
    }

    /// <summary>
    /// Starts the head for hidden pieces where there is none to go on with: the state itself is compared with the word embeddings (its
    /// linear map is the identity), and pieces have the odds they have in the text.
    /// </summary>
    /// <param name="counts">How often each piece stands in the text.</param>
    /// <param name="asIdentity">Whether the linear map is set; new weights keep their random one.</param>
    public void StartHead(IReadOnlyList<long> counts, bool asIdentity) => _heads.Predictions.Start(counts, asIdentity);

    /// <summary>The logits of hidden pieces [M,V], and of the next sentence [B,2] where the model has them.</summary>
    /// <param name="batch">The sequences.</param>
    /// <param name="rows">The rows of hidden pieces among the B·T positions [M].</param>
    /// <param name="options">How to compute.</param>
    public (Tensor Pieces, Tensor? NextSentence) forward(TokenTensors batch, Tensor rows, PassOptions options)
    {
        var states = _encoder.forward(batch, HasNextSentence ? options with { Wanted = options.Wanted | BertOutputs.Pooled } : options);
        // Only the states of hidden pieces are decoded: one row in seven.
        var hidden = states.Last.flatten(0, 1).index_select(0, rows);                              // [M,H]
        return (_heads.Predictions.forward(hidden, _encoder.WordTable(), options.UseBFloat16), _heads.NextSentence(states));
    }

    /// <summary>Copies the weights out; the decoder is the word embeddings and is not written twice.</summary>
    public IReadOnlyList<WeightTensor> ToWeights() => [.. Weights.Save(this, "")];

    private static bool IsOptional(string name) =>
        name.StartsWith("cls.", StringComparison.Ordinal) || name.StartsWith("bert.pooler.", StringComparison.Ordinal);
}

internal sealed class PretrainingHeads : nn.Module
{
    [ComponentName(Name = "predictions")] private readonly PredictionHead _predictions;
    [ComponentName(Name = "seq_relationship")] private readonly Linear? _nextSentence;

    public PretrainingHeads(BertConfig config, bool withNextSentence)
        : base(nameof(PretrainingHeads))
    {
        _predictions = new PredictionHead(config);
        _nextSentence = withNextSentence ? Weights.Linear(config.HiddenSize, 2) : null;
        RegisterComponents();
    }

    public PredictionHead Predictions => _predictions;

    public Tensor? NextSentence(BertStates states) => _nextSentence?.forward(states.Pooled!);    // [B,2]
}

/// <summary>LayerNorm(activation(W x + b)) against the word embeddings, and a bias a piece.</summary>
internal sealed class PredictionHead : nn.Module
{
    [ComponentName(Name = "bias")] private readonly Parameter _bias;                             // [V]
    [ComponentName(Name = "transform")] private readonly PredictionTransform _transform;

    public PredictionHead(BertConfig config)
        : base(nameof(PredictionHead))
    {
        _bias = new Parameter(empty(config.VocabularySize));
        _transform = new PredictionTransform(config);
        RegisterComponents();
    }

    public Tensor forward(Tensor x, Tensor table, bool useBFloat16)
    {
        var state = _transform.forward(x);                                                       // [M,H]
        return useBFloat16
            ? nn.functional.linear(state.to(bfloat16), table.to(bfloat16), _bias.to(bfloat16)).to(float32)
            : nn.functional.linear(state, table, _bias);                                         // [M,V]
    }

    public void Start(IReadOnlyList<long> counts, bool asIdentity)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        // A piece that never stands there counts as one that stands there once.
        var total = (double)counts.Sum() + counts.Count;
        _bias.copy_(tensor(counts.Select(count => (float)Math.Log((count + 1) / total)).ToArray()));
        if (asIdentity) _transform.SetIdentity();
    }
}

internal sealed class PredictionTransform : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "dense")] private readonly Linear _dense;
    [ComponentName(Name = "LayerNorm")] private readonly LayerNorm _norm;
    private readonly Func<Tensor, Tensor> _activation;

    public PredictionTransform(BertConfig config)
        : base(nameof(PredictionTransform))
    {
        _dense = Weights.Linear(config.HiddenSize, config.HiddenSize);
        _norm = nn.LayerNorm(config.HiddenSize, config.LayerNormEpsilon);
        _activation = Activation.ByName(config.Activation);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => _norm.forward(_activation(_dense.forward(x)));

    public void SetIdentity() => _dense.weight.copy_(eye(_dense.weight.shape[0]));
}
