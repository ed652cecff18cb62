using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Training.Modeling;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Tasks.SequenceClassification;

/// <summary>Label logits of a sequence from its pooled first position, as <c>BertForSequenceClassification</c> computes them.</summary>
internal sealed class SequenceClassificationHead : TaskHead
{
    /// <summary>Name of the linear layer.</summary>
    public const string Layer = "classifier";

    [ComponentName(Name = Layer)] private readonly Linear _classifier;
    private readonly double _dropout;

    public SequenceClassificationHead(BertConfig config)
        : base(nameof(SequenceClassificationHead))
    {
        if (config.Labels.Count == 0) throw new ArgumentException("a classifier's config needs labels", nameof(config));
        _classifier = Weights.Linear(config.HiddenSize, config.Labels.Count);
        _dropout = config.ClassifierDropout ?? config.HiddenDropout;
        RegisterComponents();
    }

    public override BertOutputs Wanted => BertOutputs.Pooled;

    public override Tensor Outputs(BertStates states, IDropout? dropout) =>
        _classifier.forward(dropout?.Apply(states.Pooled!, _dropout) ?? states.Pooled!);     // [B,K]
}
