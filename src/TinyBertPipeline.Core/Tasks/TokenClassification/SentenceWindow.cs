namespace TinyBertPipeline.Core.Tasks.TokenClassification;

/// <summary>Which words of a sentence stand in a window, and which of them are counted there; word indices, ends excluded.</summary>
internal readonly record struct SentenceWindow(int First, int End, int CountedFrom, int CountedTo)
{
    /// <summary>The share of a window that overlaps with the next, at most.</summary>
    private const int OverlapDivisor = 4;

    /// <summary>
    /// Cuts a sentence into windows of whole words. Neighbours overlap by up to a quarter, and a word in an overlap is counted in the window
    /// in which it is farther from the edge, at equal distance in the earlier one.
    /// </summary>
    /// <param name="pieces">The number of pieces of each word, at least 1 and at most <paramref name="capacity"/>.</param>
    /// <param name="capacity">The most pieces of a window.</param>
    public static List<SentenceWindow> Plan(ReadOnlySpan<int> pieces, int capacity)
    {
        var windows = new List<SentenceWindow>();
        for (var first = 0; first < pieces.Length;)
        {
            var end = EndOf(pieces, first, capacity);
            windows.Add(new SentenceWindow(first, end, first, end));
            if (end == pieces.Length) break;
            first = NextFirst(pieces, end, capacity);
        }
        for (var i = 1; i < windows.Count; i++)
        {
            var cut = Cut(pieces, windows[i].First, windows[i - 1].End);
            windows[i - 1] = windows[i - 1] with { CountedTo = cut };
            windows[i] = windows[i] with { CountedFrom = cut };
        }
        windows.RemoveAll(window => window.CountedFrom == window.CountedTo);   // both neighbours have its words farther inside
        return windows;
    }

    private static int EndOf(ReadOnlySpan<int> pieces, int first, int capacity)
    {
        var (end, sum) = (first, 0);
        while (end < pieces.Length && sum + pieces[end] <= capacity) sum += pieces[end++];
        return end;
    }

    // As early as the overlap allows, but so that the word at `end` still fits: every window brings a new word.
    private static int NextFirst(ReadOnlySpan<int> pieces, int end, int capacity)
    {
        var room = Math.Min(capacity / OverlapDivisor, capacity - pieces[end]);
        var first = end;
        while (first > 0 && pieces[first - 1] <= room) room -= pieces[--first];
        return first;
    }

    // The first word of the overlap first..end that is nearer to the end of the earlier window than to the start of the later one.
    private static int Cut(ReadOnlySpan<int> pieces, int first, int end)
    {
        var (before, after) = (0, 0);                       // pieces from the later window's start, pieces to the earlier window's end
        foreach (var count in pieces[first..end]) after += count;
        for (var word = first; word < end; word++)
        {
            after -= pieces[word];
            if (before > after) return word;
            before += pieces[word];
        }
        return end;
    }
}
