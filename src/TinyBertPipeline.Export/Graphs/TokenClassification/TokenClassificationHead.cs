using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;

namespace TinyBertPipeline.Export.Graphs.TokenClassification;

/// <summary>One linear layer over every token's last hidden state; its output is <c>logits</c> [B,T,labels].</summary>
internal sealed class TokenClassificationHead(BertConfig config, GraphWeights weights)
{
    public const string OutputName = "logits";

    private const string Site = "classifier";

    /// <exception cref="InvalidInputException">The configuration has no labels, or the head's weights do not fit them.</exception>
    public void Describe<TValue>(IGraphWriter<TValue> writer, TValue hidden)
    {
        var labels = config.Labels.Count;
        if (labels == 0) throw new InvalidInputException(InputKind.Model, null, "config.json has no id2label: this is no tagger");
        var weight = weights.Take($"{Site}.weight", labels, config.HiddenSize);
        writer.Output(OutputName, writer.Linear(Site, weight, weights.Take($"{Site}.bias", labels), hidden), labels);
    }
}
