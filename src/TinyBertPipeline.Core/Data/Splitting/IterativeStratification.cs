namespace TinyBertPipeline.Core.Data.Splitting;

/// <summary>
/// Iterative stratification (Sechidis, Tsoumakas and Vlahavas, ECML 2011) with counts: the rarest type first, each unit goes to the part
/// that
/// lacks most of that type, then of sentences.
/// </summary>
internal static class IterativeStratification
{
    public static IReadOnlyList<IReadOnlyList<SplitUnit>> Assign(IReadOnlyList<SplitUnit> units, double[] shares, int seed)
    {
        var random = new Random(seed);
        var order = units.ToArray();
        random.Shuffle(order);
        var sentences = Wanted(shares, order.Sum(unit => unit.Sentences.Count));
        var types = order.SelectMany(unit => unit.Types).GroupBy(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal)
            .ToDictionary(type => type.Key, type => Wanted(shares, type.Sum()), StringComparer.Ordinal);
        var parts = shares.Select(_ => new List<SplitUnit>()).ToArray();
        var left = order.ToHashSet();
        // Large units first within a type: small ones can still fill what these leave.
        foreach (var type in types.OrderBy(type => type.Value.Sum()).ThenBy(type => type.Key, StringComparer.Ordinal)
            .Select(type => type.Key))
        {
            foreach (var unit in order.Where(unit => unit.Types.ContainsKey(type) && left.Contains(unit))
                .OrderByDescending(unit => unit.Types[type])) Place(unit, types[type]);
        }
        foreach (var unit in order.Where(left.Contains).OrderByDescending(unit => unit.Sentences.Count)) Place(unit, sentences);
        return parts;

        void Place(SplitUnit unit, double[] wanted)
        {
            var part = Enumerable.Range(0, shares.Length).Where(i => shares[i] > 0).MaxBy(i => (wanted[i], sentences[i]));
            parts[part].Add(unit);
            left.Remove(unit);
            sentences[part] -= unit.Sentences.Count;
            foreach (var (type, count) in unit.Types) types[type][part] -= count;
        }
    }

    private static double[] Wanted(double[] shares, int total) => Array.ConvertAll(shares, share => share * total);
}
