namespace TinyBertPipeline.Training.Loop;

/// <summary>Batches of sequences of similar length, so that little is padded.</summary>
internal static class LengthBuckets
{
    /// <summary>
    /// Puts every item into one batch. Which sequences meet, and the order of batches, depend on <paramref name="random"/>; a single
    /// sequence longer than the budget is a batch of its own.
    /// </summary>
    /// <param name="items">The sequences.</param>
    /// <param name="length">A sequence's length.</param>
    /// <param name="budget">Positions of a batch at most: sequences times the longest of them.</param>
    /// <param name="random">A seeded source.</param>
    /// <param name="most">Sequences of a batch at most.</param>
    public static IReadOnlyList<T[]> Shuffle<T>(
        IReadOnlyList<T> items, Func<T, int> length, int budget, Random random, int most = int.MaxValue)
    {
        var order = items.ToArray();
        random.Shuffle(order);
        T[][] batches = [.. Group(order, length, budget, most)];
        random.Shuffle(batches);
        return batches;
    }

    /// <summary>Batches from the shortest sequences to the longest; those of one length stay in their order.</summary>
    public static IEnumerable<T[]> Group<T>(IEnumerable<T> items, Func<T, int> length, int budget, int most = int.MaxValue)
    {
        var sorted = items.OrderBy(length).ToArray();
        for (int start = 0, end = 0; start < sorted.Length; start = end)
        {
            // The last sequence taken is the longest of the batch.
            end = start + 1;
            while (end < sorted.Length && end - start < most && (long)(end + 1 - start) * length(sorted[end]) <= budget) end++;
            yield return sorted[start..end];
        }
    }
}
