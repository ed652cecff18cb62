using TinyBertPipeline.Core.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Modeling;

/// <summary>BERT with a linear token-classification head: one vector of label logits for each piece.</summary>
public sealed class BertTaggerModel : nn.Module
{
    [ComponentName(Name = "bert")] private readonly BertModel _bert;
    [ComponentName(Name = "classifier")] private readonly Linear _classifier;

    private BertTaggerModel(BertConfig config)
        : base(nameof(BertTaggerModel))
    {
        if (config.Labels.Count == 0) throw new ArgumentException("a tagger's config needs labels", nameof(config));
        _bert = new BertModel(config);
        _classifier = Weights.Linear(config.HiddenSize, config.Labels.Count);
        RegisterComponents();
    }

    /// <summary>The sizes and labels of the model.</summary>
    public BertConfig Config => _bert.Config;

    /// <summary>The encoder.</summary>
    public BertModel Encoder => _bert;

    /// <summary>Creates a tagger with random weights that depend on <paramref name="seed"/> alone.</summary>
    /// <exception cref="ArgumentException">The config has no labels.</exception>
    public static BertTaggerModel Create(BertConfig config, int seed)
    {
        var model = new BertTaggerModel(config);
        Weights.Initialize(model, config, seed);
        return model;
    }

    /// <summary>Computes label logits [B,T,labels] in <see cref="BertStates.Logits"/>; see <see cref="BertModel.forward"/>.</summary>
    public BertStates forward(Tensor ids, Tensor mask, Tensor types, BertOutputs wanted = BertOutputs.None, IDropout? dropout = null)
    {
        var states = _bert.forward(ids, mask, types, wanted, dropout);
        var probability = Config.ClassifierDropout ?? Config.HiddenDropout;
        states.Logits = _classifier.forward(dropout?.Apply(states.Last, probability) ?? states.Last);   // [B,T,labels]
        return states;
    }

    /// <summary>Takes over every tensor of the model's names.</summary>
    /// <exception cref="ArgumentException">One is missing or has another shape.</exception>
    public void LoadWeights(BertWeights weights) => Weights.Load(this, "", weights.Tensors);

    /// <summary>Takes over the encoder's tensors and keeps the head as it is.</summary>
    /// <exception cref="ArgumentException">One is missing or has another shape.</exception>
    public void LoadEncoderWeights(BertWeights weights) => _bert.LoadWeights(weights);

    /// <summary>Copies the weights out under Hugging Face's names.</summary>
    public IEnumerable<WeightTensor> ToWeights() => Weights.Save(this, "");
}
