using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Training.Modeling;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tasks.TokenClassification;

/// <summary>Label logits of each piece, as <c>BertForTokenClassification</c> computes them.</summary>
internal sealed class TokenClassificationHead : TaskHead
{
    /// <summary>Name of the linear layer.</summary>
    public const string Layer = "classifier";

    [ComponentName(Name = Layer)] private readonly Linear _classifier;
    private readonly double _dropout;

    public TokenClassificationHead(BertConfig config)
        : base(nameof(TokenClassificationHead))
    {
        if (config.Labels.Count == 0) throw new ArgumentException("a tagger's config needs labels", nameof(config));
        _classifier = Weights.Linear(config.HiddenSize, config.Labels.Count);
        _dropout = config.ClassifierDropout ?? config.HiddenDropout;
        RegisterComponents();
    }

    public override Tensor Outputs(BertStates states, IDropout? dropout) =>
        _classifier.forward(dropout?.Apply(states.Last, _dropout) ?? states.Last);           // [B,T,K]
}
