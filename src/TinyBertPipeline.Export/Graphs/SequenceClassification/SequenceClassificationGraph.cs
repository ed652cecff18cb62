using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.SequenceClassification;

namespace TinyBertPipeline.Export.Graphs.SequenceClassification;

/// <summary>The pooler, tanh of a linear layer over [CLS], and a linear layer on it; its output is <c>logits</c> [B,labels].</summary>
[TaskPart(SequenceClassificationTask.TaskName)]
internal sealed class SequenceClassificationGraph : IGraphHead
{
    public void Describe<TValue>(IGraphWriter<TValue> writer, BertConfig config, GraphWeights weights, EncoderValues<TValue> encoder)
    {
        var output = new SequenceClassificationTask().Output(config);
        var first = writer.FirstToken("bert.pooler.first_token", encoder.Hidden);                                       // [B,H]
        var pooled = writer.Tanh("bert.pooler.activation", writer.Linear("bert.pooler.dense", weights, config.HiddenSize, config.HiddenSize, first));
        writer.Output(output, writer.Linear("classifier", weights, output.Width, config.HiddenSize, pooled));            // [B,K]
    }
}
