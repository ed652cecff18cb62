using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.TokenClassification;

namespace TinyBertPipeline.Export.Graphs.TokenClassification;

/// <summary>One linear layer over every position's last hidden state; its output is <c>logits</c> [B,T,labels].</summary>
[TaskPart(TokenClassificationTask.TaskName)]
internal sealed class TokenClassificationGraph : IGraphHead
{
    public void Describe<TValue>(IGraphWriter<TValue> writer, BertConfig config, GraphWeights weights, TValue hidden)
    {
        var output = new TokenClassificationTask().Output(config);
        writer.Output(output, writer.Linear("classifier", weights, output.Width, config.HiddenSize, hidden));
    }
}
