using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Tasks;

namespace TinyBertPipeline.Training.FineTuning;

/// <summary>The loss of a task's head to the gold labels.</summary>
/// <param name="model">The model.</param>
/// <param name="vocabulary">Its pieces.</param>
/// <param name="pass">How a step computes.</param>
internal sealed class LabelObjective(BertTaskModel model, Vocabulary vocabulary, PassOptions pass)
    : ITrainingObjective<TaskExample[]>
{
    private readonly FrozenStates? _frozen =
        model.IsEncoderFrozen && model.ReadsLastStatesOnly ? new FrozenStates(model.Encoder, pass) : null;

    public IReadOnlyList<LossTerm> Loss(TaskExample[] batch, TrainingStep step)
    {
        var inputs = step.Times.Measure("data", () => new TargetBatch(batch, model.Output, vocabulary.PadId));
        if (inputs.Targets() is not { } targets) return [];
        var logits = _frozen is null
            ? model.forward(inputs.Tokens, pass).Logits!
            : model.Head(_frozen.Of(batch, inputs.Tokens.Ids.shape[1]), inputs.Tokens.Mask, pass.Dropout);
        return [new LossTerm("labels", model.Loss(logits, targets))];
    }

    public int Pieces(TaskExample[] batch) => TargetBatch.Pieces(batch);

    public IEnumerable<string> Sentences(TaskExample[] batch) => TargetBatch.Describe(batch, id => vocabulary[id]);
}
