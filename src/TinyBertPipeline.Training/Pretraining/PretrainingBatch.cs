using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Training.Modeling;
using TinyBertPipeline.Training.Pretraining.Text;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Pretraining;

/// <summary>The sequences of a step, in the parts that are in memory at once.</summary>
/// <param name="Parts">The parts.</param>
internal sealed record PretrainingBatch(IReadOnlyList<IReadOnlyList<MaskedSequence>> Parts)
{
    /// <summary>Hidden pieces of the whole step, by which a part counts.</summary>
    public int StepTargets { get; init; } = Parts.Sum(part => part.Sum(sequence => sequence.Targets.Length));

    /// <summary>Sequences of the whole step.</summary>
    public int StepSequences { get; init; } = Parts.Sum(part => part.Count);

    /// <summary>All sequences.</summary>
    public IEnumerable<MaskedSequence> Sequences => Parts.SelectMany(part => part);

    /// <summary>Each part as a batch that knows its step.</summary>
    public IEnumerable<PretrainingBatch> Split() =>
        Parts.Select(part => new PretrainingBatch([part]) { StepTargets = StepTargets, StepSequences = StepSequences });

    /// <summary>The tensors of a batch of one part, in the caller's dispose scope.</summary>
    public PretrainingTensors ToTensors(int padId)
    {
        var part = Parts.Single();
        var inputs = part.Select(masked => new ModelInput(masked.Sequence.Ids, masked.Sequence.Segments()));
        var batch = TokenBatch.Pad([.. inputs], padId);
        long[] rows = [.. part.SelectMany((sequence, row) => sequence.Positions.Select(position => (long)row * batch.Length + position))];
        long[] targets = [.. part.SelectMany(sequence => sequence.Targets).Select(id => (long)id)];
        long[] labels = [.. part.Select(sequence => sequence.Sequence.NextSentence ?? 0).Select(label => (long)label)];
        return new PretrainingTensors(TokenTensors.Of(batch), tensor(rows), tensor(targets), tensor(labels));
    }
}

/// <summary>A part as the network takes it. B batch, T tokens, M hidden pieces.</summary>
/// <param name="Tokens">Ids, mask and segments [B,T].</param>
/// <param name="Rows">The hidden pieces' rows among the B·T positions [M].</param>
/// <param name="Targets">What stood there [M].</param>
/// <param name="Labels">Whether the second text is another document's [B].</param>
internal sealed record PretrainingTensors(TokenTensors Tokens, Tensor Rows, Tensor Targets, Tensor Labels);
