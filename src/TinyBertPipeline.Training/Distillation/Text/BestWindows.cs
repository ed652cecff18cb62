namespace TinyBertPipeline.Training.Distillation.Text;

/// <summary>
/// Keeps the best-scoring windows of a stream until they hold the wished number of pieces; memory is bounded by that number, not by the
/// stream. Equal scores: the earlier window wins.
/// </summary>
/// <param name="pieces">Pieces to keep, [CLS] and [SEP] included.</param>
internal sealed class BestWindows(long pieces)
{
    // The worst window is at the head: lowest score, then latest.
    private readonly PriorityQueue<(int[] Window, long Index), (double Score, long Earlier)> _kept = new();
    private long _seen;

    /// <summary>Pieces of the kept windows.</summary>
    public long Pieces { get; private set; }

    /// <summary>Offers the next window of the stream.</summary>
    public void Offer(int[] window, double score)
    {
        var index = _seen++;
        _kept.Enqueue((window, index), (score, -index));
        Pieces += window.Length;
        while (Pieces - _kept.Peek().Window.Length >= pieces) Pieces -= _kept.Dequeue().Window.Length;
    }

    /// <summary>The kept windows in the order of the stream.</summary>
    public IReadOnlyList<int[]> InOrder() =>
        [.. _kept.UnorderedItems.Select(item => item.Element).OrderBy(element => element.Index).Select(element => element.Window)];

    /// <summary>The kept windows, best first.</summary>
    public IReadOnlyList<int[]> BestFirst() =>
        [.. _kept.UnorderedItems.OrderByDescending(item => item.Priority).Select(item => item.Element.Window)];
}
