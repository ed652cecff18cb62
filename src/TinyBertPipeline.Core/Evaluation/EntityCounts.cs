using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Evaluation;

/// <summary>Numbers of entities that the scores are made of.</summary>
/// <param name="Correct">Entities that stand in gold and prediction with the same type and borders.</param>
/// <param name="Predicted">Entities in the prediction.</param>
/// <param name="Gold">Entities in gold.</param>
internal readonly record struct EntityCounts(int Correct, int Predicted, int Gold)
{
    /// <summary>Adds the numbers of two samples.</summary>
    public static EntityCounts operator +(EntityCounts a, EntityCounts b) => new(a.Correct + b.Correct, a.Predicted + b.Predicted, a.Gold + b.Gold);

    /// <summary>Counts one sentence.</summary>
    public static EntityCounts Of(IReadOnlyCollection<EntitySpan> gold, IReadOnlyCollection<EntitySpan> predicted) =>
        new(gold.Intersect(predicted).Count(), predicted.Count, gold.Count);

    /// <summary>Counts one sentence whose entities were read from labels.</summary>
    public static EntityCounts Of(
        EntityReadings gold, EntityReadings predicted, EvaluationMode mode = EvaluationMode.Strict, LabelRepair repair = LabelRepair.None)
    {
        var (first, second) = SentenceEntities.Of([gold], [predicted], mode, repair)[0];
        return Of(first, second);
    }

    /// <summary>The scores; where there is nothing to divide by, precision or recall is <paramref name="zeroDivision"/>.</summary>
    public EntityScore Score(double zeroDivision = 0)
    {
        var precision = Predicted == 0 ? zeroDivision : (double)Correct / Predicted;
        var recall = Gold == 0 ? zeroDivision : (double)Correct / Gold;
        var sum = precision + recall;
        return new EntityScore(precision, recall, sum == 0 ? 0 : 2 * precision * recall / sum, Gold);
    }
}

/// <summary>How the entities that are compared are read from labels.</summary>
internal enum EvaluationMode
{
    /// <summary>Leniently, as conlleval and seqeval's default mode do.</summary>
    Default,

    /// <summary>Only what a scheme allows, as seqeval's strict mode does.</summary>
    Strict,
}
