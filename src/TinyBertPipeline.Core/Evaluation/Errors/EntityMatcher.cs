using TinyBertPipeline.Core.Labeling;

namespace TinyBertPipeline.Core.Evaluation.Errors;

/// <summary>
/// Pairs the gold and the predicted entities of a sentence, each with at most one, the best pairs first: right ones, then those of the same
/// borders, of the same type, and the others that share words, the larger share first. The order of the lists plays no part; the reference
/// (nervaluate) goes through them in order and may give one gold entity to several predictions.
/// </summary>
internal static class EntityMatcher
{
    /// <summary>The pairs and what is left, in the order of the sentence.</summary>
    public static IReadOnlyList<EntityMatch> Match(IReadOnlyList<EntitySpan> gold, IReadOnlyList<EntitySpan> predicted)
    {
        var pairs = gold.SelectMany(expected => predicted.Where(found => Shared(expected, found) > 0)
                .Select(found => new EntityMatch(KindOf(expected, found), expected, found)))
            .OrderBy(pair => pair.Kind).ThenByDescending(pair => Shared(pair.Gold!.Value, pair.Predicted!.Value))
            .ThenBy(pair => pair.Gold!.Value, _order).ThenBy(pair => pair.Predicted!.Value, _order);
        var (freeGold, freePredicted) = (gold.ToHashSet(), predicted.ToHashSet());
        var matches = new List<EntityMatch>();
        foreach (var pair in pairs)
        {
            if (!freeGold.Contains(pair.Gold!.Value) || !freePredicted.Contains(pair.Predicted!.Value)) continue;
            freeGold.Remove(pair.Gold.Value);
            freePredicted.Remove(pair.Predicted.Value);
            matches.Add(pair);
        }
        matches.AddRange(freeGold.Select(expected => new EntityMatch(MatchKind.Missed, expected, null)));
        matches.AddRange(freePredicted.Select(found => new EntityMatch(MatchKind.Spurious, null, found)));
        return [.. matches.OrderBy(match => (match.Gold ?? match.Predicted)!.Value.Start).ThenBy(match => match.Kind)];
    }

    private static readonly Comparer<EntitySpan> _order = Comparer<EntitySpan>.Create(
        (a, b) => (a.Start, a.End) == (b.Start, b.End) ? string.CompareOrdinal(a.Type, b.Type) : (a.Start, a.End).CompareTo((b.Start, b.End)));

    private static MatchKind KindOf(EntitySpan gold, EntitySpan predicted) =>
        (gold.Type == predicted.Type, gold.Start == predicted.Start && gold.End == predicted.End) switch
        {
            (true, true) => MatchKind.Correct,
            (false, true) => MatchKind.OtherType,
            (true, false) => MatchKind.OtherBorders,
            _ => MatchKind.OtherBoth,
        };

    private static int Shared(EntitySpan a, EntitySpan b) => Math.Max(0, Math.Min(a.End, b.End) - Math.Max(a.Start, b.Start) + 1);
}
