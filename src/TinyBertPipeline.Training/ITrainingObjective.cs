namespace TinyBertPipeline.Training;

/// <summary>How a batch becomes a loss: all that distinguishes one training from another.</summary>
public interface ITrainingObjective<TBatch>
{
    /// <summary>The terms whose weighted sum is to fall; none when the batch holds nothing to learn from.</summary>
    IReadOnlyList<LossTerm> Loss(TBatch batch, TrainingStep step);

    /// <summary>Word pieces of the batch, padding not counted.</summary>
    int Pieces(TBatch batch);

    /// <summary>The batch's sentences in readable form, for the report of a failure.</summary>
    IEnumerable<string> Sentences(TBatch batch);
}
