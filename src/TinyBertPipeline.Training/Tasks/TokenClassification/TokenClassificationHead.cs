using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.TokenClassification;
using TinyBertPipeline.Training.Modeling;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tasks.TokenClassification;

/// <summary>
/// Label logits of each piece: a linear map as <c>BertForTokenClassification</c> has it, or the network of BERT, BiLSTM and CRF, whose parts
/// <see cref="TaggingHead"/> names. The CRF takes the logits as emissions; it is a part of the loss and of decoding, not of the logits.
/// B batch, T pieces, H hidden, U units, D dense, K labels.
/// </summary>
internal sealed class TokenClassificationHead : TaskHead
{
    [ComponentName(Name = TaggingHead.Lstm)] private readonly BiLstm? _lstm;
    [ComponentName(Name = TaggingHead.DenseLayer)] private readonly Linear? _dense;
    [ComponentName(Name = TaggingHead.Classifier)] private readonly Linear _classifier;
    [ComponentName(Name = TaggingHead.Crf)] private readonly ConditionalRandomField? _crf;
    private readonly double _dropout;

    public TokenClassificationHead(BertConfig config)
        : base(nameof(TokenClassificationHead))
    {
        if (config.Labels.Count == 0) throw new ArgumentException("a tagger's config needs labels", nameof(config));
        var (head, labels) = (TaggingHead.Of(config), config.Labels.Count);
        if (head.HasLstm)
        {
            _lstm = new BiLstm(config.HiddenSize, head.Units);
            _dense = Weights.Linear(2 * head.Units, head.Dense);
        }
        _classifier = Weights.Linear(head.HasLstm ? head.Dense : config.HiddenSize, labels);
        if (head.HasCrf) _crf = new ConditionalRandomField(labels, head.TrainsLegalPaths ? TaggingHead.LabelsOf(config) : null);
        _dropout = config.ClassifierDropout ?? config.HiddenDropout;
        RegisterComponents();
    }

    public override IPathTeaching? Paths => _crf is null ? null : new CrfTeaching(_crf);

    public override Tensor Outputs(BertStates states, IDropout? dropout)
    {
        var x = Drop(states.Last, dropout);                                                  // [B,T,H]
        if (_lstm is not null)
        {
            x = _lstm.forward(x, states.Mask);                                               // [B,T,2U]
            x = Drop(nn.functional.relu(_dense!.forward(x)), dropout);                       // [B,T,D]
        }
        return _classifier.forward(x);                                                       // [B,T,K]
    }

    public override Tensor Loss(Tensor logits, Tensor targets)
    {
        if (_crf is null) return base.Loss(logits, targets);
        var words = WordRows.Gather(logits, targets, TaskExample.NoLabel);
        // A word's share, as the linear head's loss is a mean over words: long sentences weigh more than short ones.
        return _crf.NegativeLogLikelihood(words.Logits, words.Labels, words.Mask, CrfReduction.WordMean);
    }

    // The matrices of BERT's own initialisation are too small for a layer behind an LSTM; these are PyTorch's.
    public override void Initialize(Generator generator)
    {
        _lstm?.Initialize(generator);
        _crf?.Initialize(generator);
        if (_dense is null) return;
        using var noGrad = no_grad();
        foreach (var layer in new[] { _dense, _classifier })
        {
            var bound = 1 / Math.Sqrt(layer.weight.shape[1]);
            layer.weight.uniform_(-bound, bound, generator);
            layer.bias!.zero_();
        }
    }

    private Tensor Drop(Tensor x, IDropout? dropout) => dropout?.Apply(x, _dropout) ?? x;
}
