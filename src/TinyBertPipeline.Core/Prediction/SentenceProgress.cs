namespace TinyBertPipeline.Core.Prediction;

/// <summary>Counts the sentences all of whose windows are done. Thread-safe.</summary>
internal sealed class SentenceProgress
{
    private readonly IProgress<int>? _progress;
    private readonly int[] _windowsLeft;
    private readonly Lock _lock = new();
    private int _finished;

    public SentenceProgress(IReadOnlyList<IReadOnlyList<EncodedSentence>> sentences, IProgress<int>? progress)
    {
        _progress = progress;
        _windowsLeft = [.. sentences.Select(windows => windows.Count)];
        _finished = _windowsLeft.Count(left => left == 0);
    }

    public void Add(WindowBatch batch)
    {
        if (_progress is null) return;
        lock (_lock)
        {
            foreach (var (sentence, _) in batch.Windows)
            {
                if (--_windowsLeft[sentence] == 0) _finished++;
            }
            _progress.Report(_finished);
        }
    }
}
