using System.Globalization;

namespace TinyBertPipeline.Core.Labeling.Paths;

/// <summary>
/// Labels whose steps from others (or to others) are the same ones with the same scores. What is computed over the others is computed once
/// for the group: without learned transitions, BIOES over n types takes 4n + 1 comparisons a word in place of (2n + 1)² + 4n.
/// </summary>
internal sealed class LabelGroups
{
    private LabelGroups(int[] groupOf, List<(int Other, double Score)[]> steps)
    {
        Of = groupOf;
        Count = steps.Count;
        First = new int[Count + 1];
        for (var group = 0; group < Count; group++) First[group + 1] = First[group] + steps[group].Length;
        Others = [.. steps.SelectMany(group => group.Select(step => step.Other))];
        Scores = [.. steps.SelectMany(group => group.Select(step => step.Score))];
    }

    public int Count { get; }

    /// <summary>The group of each label; -1 for labels that are never predicted.</summary>
    public int[] Of { get; }

    /// <summary>Where the steps of each group begin in <see cref="Others"/> and <see cref="Scores"/>, and at last where they end.</summary>
    public int[] First { get; }

    /// <summary>The labels at the other end of the steps, ascending in each group.</summary>
    public int[] Others { get; }

    /// <summary>The scores of the steps.</summary>
    public double[] Scores { get; }

    /// <summary>Groups the labels of <paramref name="predicted"/>.</summary>
    /// <param name="count">K.</param>
    /// <param name="predicted">The labels that take part, ascending.</param>
    /// <param name="score">Score of the step between a label and another one; -infinity where there is none.</param>
    public static LabelGroups Create(int count, int[] predicted, Func<int, int, double> score)
    {
        var groupOf = new int[count];
        Array.Fill(groupOf, -1);
        var groups = new Dictionary<string, int>(StringComparer.Ordinal);
        var steps = new List<(int, double)[]>();
        foreach (var label in predicted)
        {
            var own = predicted.Select(other => (other, score(label, other))).Where(step => step.Item2 > double.NegativeInfinity).ToArray();
            var key = string.Join(' ', own.Select(step => string.Create(CultureInfo.InvariantCulture, $"{step.other}:{step.Item2:R}")));
            if (groups.TryAdd(key, steps.Count)) steps.Add(own);
            groupOf[label] = groups[key];
        }
        return new LabelGroups(groupOf, steps);
    }
}
