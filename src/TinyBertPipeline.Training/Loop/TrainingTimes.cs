using System.Diagnostics;

namespace TinyBertPipeline.Training.Loop;

/// <summary>
/// Where the time of a training goes: the parts <c>data</c>, <c>forward</c>, <c>backward</c>, <c>optimizer</c>, and what an objective
/// measures within its forward part (<c>teacher</c>), which is then counted there instead.
/// </summary>
internal sealed class TrainingTimes
{
    private readonly Dictionary<string, TimeSpan> _parts = [];
    private readonly Stack<TimeSpan> _nested = new();

    /// <summary>The time of each part so far.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Parts => _parts;

    /// <summary>All parts together.</summary>
    public TimeSpan Total => _parts.Values.Aggregate(TimeSpan.Zero, (sum, time) => sum + time);

    /// <summary>
    /// Runs <paramref name="work"/> and adds its time, without that of parts measured inside, to <paramref name="part"/>.
    /// </summary>
    public T Measure<T>(string part, Func<T> work)
    {
        _nested.Push(TimeSpan.Zero);
        var start = Stopwatch.GetTimestamp();
        var result = work();
        var elapsed = Stopwatch.GetElapsedTime(start);
        _parts[part] = _parts.GetValueOrDefault(part) + elapsed - _nested.Pop();
        if (_nested.TryPop(out var outer)) _nested.Push(outer + elapsed);
        return result;
    }

    /// <summary>Forgets the times, for example those of a warm-up.</summary>
    public void Clear() => _parts.Clear();
}
