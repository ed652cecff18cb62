namespace TinyBertPipeline.Core.Labeling.Paths;

/// <summary>The steps that a path may take and what they score; -infinity stands for a step that it may not take. K labels.</summary>
internal sealed class PathSteps
{
    private readonly double[] _between;

    public PathSteps(LabelSet labels, PathTransitions transitions, bool legalOnly)
    {
        Count = labels.Count;
        Entities = new EntityLabels(labels);
        (Start, End, _between) = (Forbidden(Count), Forbidden(Count), Forbidden(Count * Count));
        foreach (var id in Predicted)
        {
            if (!legalOnly || labels.MayStart(id)) Start[id] = transitions.Start[id];
            if (!legalOnly || labels.MayEnd(id)) End[id] = transitions.End[id];
            foreach (var next in Predicted)
            {
                if (!legalOnly || labels.MayFollow(id, next)) _between[id * Count + next] = transitions.Between(id, next);
            }
        }
        Incoming = LabelGroups.Create(Count, Predicted, (next, previous) => Between(previous, next));
        Outgoing = LabelGroups.Create(Count, Predicted, Between);
    }

    /// <summary>K.</summary>
    public int Count { get; }

    public EntityLabels Entities { get; }

    /// <summary>The labels that may be predicted at all, ascending.</summary>
    public int[] Predicted => Entities.Predicted;

    public double[] Start { get; }

    public double[] End { get; }

    /// <summary>Labels by the steps that lead to them.</summary>
    public LabelGroups Incoming { get; }

    /// <summary>Labels by the steps that lead from them.</summary>
    public LabelGroups Outgoing { get; }

    public double Between(int previous, int next) => _between[previous * Count + next];

    private static double[] Forbidden(int count)
    {
        var scores = new double[count];
        Array.Fill(scores, double.NegativeInfinity);
        return scores;
    }
}
