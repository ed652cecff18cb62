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
    public static List<WindowBatch> Group(IReadOnlyList<TaskItem> items, int budget)
    {
        var windows = items.SelectMany((item, index) => item.Windows.Select(window => (Item: index, Window: window)))
            .OrderByDescending(pair => pair.Window.Input.Length).ToArray();
        var batches = new List<WindowBatch>();
        for (var start = 0; start < windows.Length;)
        {
            var rows = Math.Max(1, budget / windows[start].Window.Input.Length);
            var end = Math.Min(windows.Length, start + rows);
            batches.Add(new WindowBatch(windows[start..end]));
            start = end;
        }
        return batches;
    }

    /// <summary>The batch as engines take it, padded to its longest window.</summary>
    public TokenBatch Pad(int padId) => TokenBatch.Pad([.. Windows.Select(pair => pair.Window.Input)], padId);
}
