namespace TinyBertPipeline.Core.Labeling.Paths;

/// <summary>
/// A dial between precision and recall: six biases that are added to the scores of transitions, by what the two labels are to their
/// entities. They are those of published BIOES privacy taggers (<see cref="OperatingPointFile"/>) and mean the same in every scheme whose
/// labels tell where an entity begins or where it ends: on legal paths the sum of a path's biases is that of the same entities in BIOES.
/// In IOB1 and IOE1, and for labels without prefix, one word of an entity cannot be told from the others, and going on is
/// <see cref="InsideToContinue"/> throughout. The steps to the first word of a sentence and from its last one have no bias.
/// </summary>
public sealed record OperatingPoint
{
    /// <summary>From O to O. Lower finds more entities.</summary>
    public double BackgroundStay { get; init; }

    /// <summary>From O into an entity. Higher finds more entities.</summary>
    public double BackgroundToStart { get; init; }

    /// <summary>To an inner word of an entity. Higher makes entities longer.</summary>
    public double InsideToContinue { get; init; }

    /// <summary>To the last word of an entity of two words or more. Higher makes entities shorter.</summary>
    public double InsideToEnd { get; init; }

    /// <summary>From the end of an entity to O.</summary>
    public double EndToBackground { get; init; }

    /// <summary>From the end of an entity directly into another.</summary>
    public double EndToStart { get; init; }

    /// <summary>The biases as scores of transitions, to be added to those of a head.</summary>
    public PathTransitions ToTransitions(LabelSet labels)
    {
        var (count, entities) = (labels.Count, new EntityLabels(labels));
        var between = new double[count * count];
        var end = new double[count];
        foreach (var id in entities.Predicted)
        {
            // Where an entity ends on I, as in BIO, that I was scored as going on; the difference is made up for on leaving it.
            var leaving = EndsOnInside(labels, entities, id) ? InsideToEnd - InsideToContinue : 0;
            end[id] = leaving;
            foreach (var next in entities.Predicted)
                between[id * count + next] = Bias(entities, id, next) + (entities.Continues(id, next) ? 0 : leaving);
        }
        return new PathTransitions(between, new double[count], end);
    }

    private double Bias(EntityLabels entities, int id, int next)
    {
        if (entities.Continues(id, next)) return entities.LetterOf(next) == 'E' ? InsideToEnd : InsideToContinue;
        if (entities.IsOutside(id)) return entities.IsOutside(next) ? BackgroundStay : BackgroundToStart;
        return entities.IsOutside(next) ? EndToBackground : EndToStart;
    }

    // An I that is never the first word of an entity and may be the last one.
    private static bool EndsOnInside(LabelSet labels, EntityLabels entities, int id) =>
        entities.LetterOf(id) == 'I' && !labels.MayStart(id) && labels.MayEnd(id);
}
