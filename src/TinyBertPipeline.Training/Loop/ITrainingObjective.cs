using TinyBertPipeline.Training.Modeling;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Loop;

/// <summary>How a batch becomes a loss: all that distinguishes one training from another.</summary>
internal interface ITrainingObjective<TBatch>
{
    /// <summary>The terms whose weighted sum is to fall; none when the batch holds nothing to learn from.</summary>
    IReadOnlyList<LossTerm> Loss(TBatch batch, TrainingStep step);

    /// <summary>
    /// The parts of a step's batch whose gradients are summed before the step, so that no more than one is in memory; their terms' weights
    /// say how much each counts.
    /// </summary>
    IEnumerable<TBatch> Parts(TBatch batch) => [batch];

    /// <summary>Word pieces of the batch, padding not counted.</summary>
    int Pieces(TBatch batch);

    /// <summary>The batch's sentences in readable form, for the report of a failure.</summary>
    IEnumerable<string> Sentences(TBatch batch);
}

/// <summary>Where a training stands.</summary>
/// <param name="Number">The step, counted from 0.</param>
/// <param name="Total">Number of steps planned.</param>
/// <param name="Times">Where the objective may account for parts of its time.</param>
internal readonly record struct TrainingStep(long Number, long Total, TrainingTimes Times);

/// <summary>A named part of a loss.</summary>
/// <param name="Name">What it compares, for example <c>hidden</c>.</param>
/// <param name="Value">A scalar that gradients flow from.</param>
/// <param name="Weight">Its factor in the total.</param>
internal sealed record LossTerm(string Name, Tensor Value, double Weight = 1)
{
    /// <summary>The loss whose gradient is taken: the weighted sum.</summary>
    public static Tensor Total(IEnumerable<LossTerm> terms) =>
        terms.Select(term => term.Weight == 1 ? term.Value : term.Value.Times(term.Weight)).Aggregate((sum, term) => sum.Plus(term));
}
