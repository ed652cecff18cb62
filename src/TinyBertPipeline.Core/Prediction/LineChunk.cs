namespace TinyBertPipeline.Core.Prediction;

/// <summary>Neighbours of the input: read, encoded and given back together, so that what is done for each of them alone is little.</summary>
internal sealed class LineChunk<TSource, TResult>
{
    /// <summary>The most sources of a chunk, and their weight from which it is full.</summary>
    public const int Most = 32, MostWeight = 1 << 14;

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult[] _results = [];
    private int _left;

    public List<TSource> Sources { get; } = [];

    /// <summary>What its sources weigh, in pieces or about.</summary>
    public int Weight { get; private set; }

    /// <summary>Number of its first source in the input.</summary>
    public long First { get; init; }

    public bool IsFull => Sources.Count == Most || Weight >= MostWeight;

    /// <summary>Ends when the last result is there.</summary>
    public Task Done => _done.Task;

    /// <summary>The results in the order of the sources, when all are there.</summary>
    public IReadOnlyList<TResult> Results => _results;

    public void Add(TSource source, int weight)
    {
        Sources.Add(source);
        Weight += weight;
    }

    /// <summary>No source comes any more; results may.</summary>
    public void Seal() => (_left, _results) = (Sources.Count, new TResult[Sources.Count]);

    public void Set(int index, TResult result)
    {
        _results[index] = result;
        if (Interlocked.Decrement(ref _left) == 0) _done.SetResult();
    }
}
