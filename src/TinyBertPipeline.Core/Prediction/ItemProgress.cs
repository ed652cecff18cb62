using TinyBertPipeline.Core.Tasks;

namespace TinyBertPipeline.Core.Prediction;

/// <summary>Counts the items all of whose windows are done. Thread-safe.</summary>
internal sealed class ItemProgress
{
    private readonly IProgress<int>? _progress;
    private readonly int[] _windowsLeft;
    private readonly Lock _lock = new();
    private int _finished;

    public ItemProgress(IReadOnlyList<TaskItem> items, IProgress<int>? progress)
    {
        _progress = progress;
        _windowsLeft = [.. items.Select(item => item.Windows.Count)];
        _finished = _windowsLeft.Count(left => left == 0);
    }

    public void Add(WindowBatch batch)
    {
        if (_progress is null) return;
        lock (_lock)
        {
            foreach (var (item, _) in batch.Windows)
            {
                if (--_windowsLeft[item] == 0) _finished++;
            }
            _progress.Report(_finished);
        }
    }
}
