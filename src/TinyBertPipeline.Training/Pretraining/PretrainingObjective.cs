using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Training.Loop;
using TinyBertPipeline.Training.Modeling;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Pretraining;

/// <summary>
/// The loss of BERT's pre-training: the mean cross-entropy of hidden pieces plus that of the next sentence, over the whole step.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="vocabulary">Its pieces.</param>
/// <param name="pass">How a step computes.</param>
internal sealed class PretrainingObjective(PretrainingModel model, Vocabulary vocabulary, PassOptions pass)
    : ITrainingObjective<PretrainingBatch>
{
    /// <summary>The name of the masked-LM term.</summary>
    public const string MaskedPieces = "maskedPieces";

    /// <summary>The name of the next-sentence term.</summary>
    public const string NextSentence = "nextSentence";

    public IReadOnlyList<LossTerm> Loss(PretrainingBatch batch, TrainingStep step)
    {
        if (!batch.Sequences.Any(sequence => sequence.Targets.Length > 0)) return [];
        var inputs = step.Times.Measure("data", () => batch.ToTensors(vocabulary.PadId));
        var (pieces, next) = model.forward(inputs.Tokens, inputs.Rows, pass);
        List<LossTerm> terms =
        [
            new(MaskedPieces, nn.functional.cross_entropy(pieces, inputs.Targets), inputs.Targets.shape[0] / (double)batch.StepTargets),
        ];
        if (next is not null)
        {
            var loss = nn.functional.cross_entropy(next, inputs.Labels);
            terms.Add(new LossTerm(NextSentence, loss, inputs.Labels.shape[0] / (double)batch.StepSequences));
        }
        return terms;
    }

    public IEnumerable<PretrainingBatch> Parts(PretrainingBatch batch) => batch.Split();

    public int Pieces(PretrainingBatch batch) => batch.Sequences.Sum(sequence => sequence.Sequence.Ids.Length);

    public IEnumerable<string> Sentences(PretrainingBatch batch) =>
        batch.Sequences.Select(sequence => string.Join(' ', sequence.Sequence.Ids.Select(id => vocabulary[id])));
}
