using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.TokenClassification;

namespace TinyBertPipeline.Export.Graphs.TokenClassification;

/// <summary>
/// One linear layer over every position's last hidden state, or behind an LSTM in both directions and a dense layer; its output is
/// <c>logits</c> [B,T,labels], the emissions of a CRF where there is one. U units a direction, D dense.
/// </summary>
[TaskPart(TokenClassificationTask.TaskName)]
internal sealed class TokenClassificationGraph : IGraphHead
{
    public void Describe<TValue>(IGraphWriter<TValue> writer, BertConfig config, GraphWeights weights, EncoderValues<TValue> encoder)
    {
        var (head, output) = (TaggingHead.Of(config), new TokenClassificationTask().Output(config));
        var (x, width) = (encoder.Hidden, config.HiddenSize);                                                            // [B,T,H]
        if (head.HasLstm)
        {
            var lstm = LstmWeights.Take(weights, TaggingHead.Lstm, config.HiddenSize, head.Units);
            var states = writer.Lstm(TaggingHead.Lstm, lstm, x, encoder.Mask);                                           // [B,T,2U]
            var dense = writer.Linear(TaggingHead.DenseLayer, weights, head.Dense, 2 * head.Units, states);              // [B,T,D]
            (x, width) = (writer.Activation($"{TaggingHead.DenseLayer}.activation", ActivationKind.Relu, dense), head.Dense);
        }
        var emissions = writer.Linear(TaggingHead.Classifier, weights, output.Width, width, x);                          // [B,T,K]
        if (head.HasCrf) emissions = writer.Crf(TaggingHead.Crf, Transitions(weights, output.Width), emissions);
        writer.Output(output, emissions);
    }

    private static WeightTensor[] Transitions(GraphWeights weights, int labels) =>
        [.. TaggingHead.TransitionTensors(labels).Select(slot => weights.Take(slot.Name, slot.Shape))];
}
