using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Core.Prediction;

/// <summary>Windows of items that run through the model together.</summary>
/// <param name="Windows">Each window and the index of its item.</param>
internal sealed record WindowBatch(IReadOnlyList<(int Item, TaskWindow Window)> Windows)
{
    /// <summary>
    /// Groups windows of like length, longest first, so that little is padded: a batch has at most <paramref name="budget"/> pieces, padding
    /// included, or a single window.
    /// </summary>
    /// <param name="items">The items.</param>
    /// <param name="budget">The most pieces of a batch.</param>
    /// <param name="fixedRows">The number of windows of every batch, where the engine takes no other; missing ones are filled up.</param>
    /// <param name="fixedLength">The length of every batch, where the engine takes no other.</param>
    public static List<WindowBatch> Group(IReadOnlyList<TaskItem> items, int budget, int? fixedRows = null, int? fixedLength = null)
    {
        var windows = items.SelectMany((item, index) => item.Windows.Select(window => (Item: index, Window: window)))
            .OrderByDescending(pair => pair.Window.Input.Length).ToArray();
        var batches = new List<WindowBatch>();
        for (var start = 0; start < windows.Length;)
        {
            var rows = fixedRows ?? Math.Max(1, budget / (fixedLength ?? windows[start].Window.Input.Length));
            var end = Math.Min(windows.Length, start + rows);
            batches.Add(new WindowBatch(windows[start..end]));
            start = end;
        }
        return batches;
    }

    /// <summary>
    /// The batch as engines take it, padded to its longest window, or to the shape that the engine takes: missing windows are the first one
    /// again, of which nothing is read.
    /// </summary>
    public TokenBatch Pad(int padId, int? fixedRows = null, int? fixedLength = null)
    {
        var inputs = Windows.Select(pair => pair.Window.Input);
        var missing = Math.Max(0, (fixedRows ?? 0) - Windows.Count);
        return TokenBatch.Pad([.. inputs, .. Enumerable.Repeat(Windows[0].Window.Input, missing)], padId, fixedLength ?? 0);
    }
}
