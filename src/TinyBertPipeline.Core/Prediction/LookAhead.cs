using System.Diagnostics.CodeAnalysis;
using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Core.Prediction;

/// <summary>
/// Windows that wait for company: those that are padded to the same length run together. A window's padded length depends on nothing but
/// itself, so that its scores do not depend on its neighbours. Not thread-safe.
/// </summary>
/// <param name="budget">The most pieces of a batch, padding included; a single longer window is a batch of its own.</param>
/// <param name="longest">The longest sequence that the model takes.</param>
/// <param name="fixedRows">The number of windows of every batch, where the engine takes no other; missing ones are filled up.</param>
/// <param name="fixedLength">The length of every batch, where the engine takes no other.</param>
internal sealed class LookAhead(int budget, int longest, int? fixedRows = null, int? fixedLength = null)
{
    // Answers come out in order: what has waited while so many items came holds up all of them.
    private const int Patience = 1024;

    private readonly Dictionary<int, Queue<(LineItem Item, TaskWindow Window)>> _byLength = [];
    private long _newest;

    public void Add(LineItem item)
    {
        _newest = Math.Max(_newest, item.Ordinal);
        foreach (var window in item.Item.Windows)
        {
            var length = fixedLength ?? PaddedLength.Of(window.Input.Length, longest);
            if (!_byLength.TryGetValue(length, out var waiting)) _byLength.Add(length, waiting = new());
            waiting.Enqueue((item, window));
        }
    }

    /// <summary>Whether <see cref="Take"/> finds a batch.</summary>
    public bool Has(bool partial) => Choose(partial) is not null;

    /// <summary>Takes the full batch of the oldest window; one that is not full if its window is overdue, or <paramref name="partial"/> is set.</summary>
    public bool Take(bool partial, [NotNullWhen(true)] out WindowBatch? batch)
    {
        batch = null;
        if (Choose(partial) is not { } length) return false;
        var waiting = _byLength[length];
        var windows = new (LineItem, TaskWindow)[waiting.Count >= RowsOf(length) ? RowsOf(length) : PartOf(waiting.Count)];
        for (var i = 0; i < windows.Length; i++) windows[i] = waiting.Dequeue();
        batch = new WindowBatch(windows, length);
        return true;
    }

    private int RowsOf(int length) => fixedRows ?? Math.Max(1, budget / length);

    // Few numbers of rows make few shapes, too: a batch that is not full has 1, 4, 16 … of them, and what remains is another.
    private int PartOf(int waiting)
    {
        if (fixedRows is not null) return waiting;
        var rows = 1;
        while (4 * rows <= waiting) rows *= 4;
        return rows;
    }

    private int? Choose(bool partial)
    {
        int? full = null, oldest = null;
        var (firstFull, first) = (long.MaxValue, long.MaxValue);
        foreach (var (length, waiting) in _byLength)
        {
            if (waiting.Count == 0) continue;
            var ordinal = waiting.Peek().Item.Ordinal;
            if (ordinal < first) (first, oldest) = (ordinal, length);
            if (ordinal < firstFull && waiting.Count >= RowsOf(length)) (firstFull, full) = (ordinal, length);
        }
        return _newest - first > Patience ? oldest : full ?? (partial ? oldest : null);
    }
}
