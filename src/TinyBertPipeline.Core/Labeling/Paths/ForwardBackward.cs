using System.Buffers;

namespace TinyBertPipeline.Core.Labeling.Paths;

/// <summary>
/// Sums over the paths of a sentence in the log domain. The sums at a word are kept relative to the largest of them, so that neither long
/// sentences nor large scores cost digits. T words, K labels, G groups.
/// </summary>
internal sealed class ForwardBackward : IDisposable
{
    private readonly double[] _memory;
    private readonly int _cells;
    private bool _isDisposed;

    /// <param name="steps">The steps between labels.</param>
    /// <param name="logits">Scores [T,K].</param>
    /// <param name="words">T.</param>
    /// <param name="scale">What scores are multiplied by: 1 / temperature.</param>
    public ForwardBackward(PathSteps steps, ReadOnlySpan<float> logits, int words, double scale)
    {
        (Steps, Words, Scale, _cells) = (steps, words, scale, checked(words * steps.Count));
        var groups = Math.Max(steps.Incoming.Count, steps.Outgoing.Count);
        _memory = ArrayPool<double>.Shared.Rent(checked(3 * _cells + 4 * words + steps.Count + groups));
        _memory.AsSpan(0, 3 * _cells).Fill(double.NegativeInfinity);                  // labels that are never predicted stay there
        if (words == 0) return;
        var scratch = _memory.AsSpan(3 * _cells + 4 * words, steps.Count + groups);
        LogPartition = Relate(logits) + SumForward(scratch);
        SumBackward(scratch);
    }

    public PathSteps Steps { get; }

    public int Words { get; }

    public double Scale { get; }

    /// <summary>Log of the sum over all paths of exp(scale x score).</summary>
    public double LogPartition { get; }

    /// <summary>Scaled logits [T,K], each word's relative to its largest.</summary>
    public ReadOnlySpan<double> Logits => Part(0, _cells);

    /// <summary>Log of the sum over paths up to and with each label, [T,K].</summary>
    public ReadOnlySpan<double> Forward => Part(_cells, _cells);

    /// <summary>Log of the sum over paths behind each label, [T,K].</summary>
    public ReadOnlySpan<double> Backward => Part(2 * _cells, _cells);

    /// <summary>What was subtracted from <see cref="Forward"/> at each word beyond the word before, [T].</summary>
    public ReadOnlySpan<double> ForwardShift => Part(3 * _cells, Words);

    /// <summary>What was subtracted from <see cref="Backward"/> at each word beyond the word behind, [T].</summary>
    public ReadOnlySpan<double> BackwardShift => Part(3 * _cells + Words, Words);

    /// <summary>The largest sum of <see cref="Forward"/> and <see cref="Backward"/> at each word, [T].</summary>
    public ReadOnlySpan<double> Largest => Part(3 * _cells + 2 * Words, Words);

    /// <summary>Log of the sum of exp(forward + backward - largest) over the labels of each word, [T].</summary>
    public ReadOnlySpan<double> Total => Part(3 * _cells + 3 * Words, Words);

    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        ArrayPool<double>.Shared.Return(_memory);
    }

    private Span<double> Part(int start, int length)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _memory.AsSpan(start, length);
    }

    private double Relate(ReadOnlySpan<float> logits)
    {
        var related = Part(0, _cells);
        var sum = 0.0;
        for (var word = 0; word < Words; word++)
        {
            var (row, largest) = (word * Steps.Count, double.NegativeInfinity);
            foreach (var id in Steps.Predicted) largest = Math.Max(largest, logits[row + id]);
            foreach (var id in Steps.Predicted) related[row + id] = (logits[row + id] - largest) * Scale;
            sum += largest * Scale;
        }
        return sum;
    }

    // The result is the log-partition of the related logits.
    private double SumForward(Span<double> scratch)
    {
        var logits = Logits;
        var forward = Part(_cells, _cells);
        var shifts = Part(3 * _cells, Words);
        var (count, incoming, sum) = (Steps.Count, Steps.Incoming, 0.0);
        for (var word = 0; word < Words; word++)
        {
            var row = forward.Slice(word * count, count);
            var reached = scratch[..incoming.Count];
            if (word > 0) Sum(incoming, forward.Slice((word - 1) * count, count), reached);
            foreach (var id in Steps.Predicted)
                row[id] = (word == 0 ? Scale * Steps.Start[id] : reached[incoming.Of[id]]) + logits[word * count + id];
            sum += shifts[word] = Shift(row);
        }
        var total = new LogSum();
        foreach (var id in Steps.Predicted) total.Add(forward[(Words - 1) * count + id] + Scale * Steps.End[id]);
        return sum + total.Value;
    }

    private void SumBackward(Span<double> scratch)
    {
        var logits = Logits;
        var forward = Forward;
        var backward = Part(2 * _cells, _cells);
        var shifts = Part(3 * _cells + Words, Words);
        var largest = Part(3 * _cells + 2 * Words, Words);
        var totals = Part(3 * _cells + 3 * Words, Words);
        var (count, outgoing) = (Steps.Count, Steps.Outgoing);
        var ahead = scratch[..count];
        var reached = scratch.Slice(count, outgoing.Count);
        for (var word = Words - 1; word >= 0; word--)
        {
            var row = backward.Slice(word * count, count);
            if (word < Words - 1)
            {
                foreach (var id in Steps.Predicted) ahead[id] = logits[(word + 1) * count + id] + backward[(word + 1) * count + id];
                Sum(outgoing, ahead, reached);
            }
            foreach (var id in Steps.Predicted) row[id] = word == Words - 1 ? Scale * Steps.End[id] : reached[outgoing.Of[id]];
            shifts[word] = Shift(row);
            var (most, total) = (double.NegativeInfinity, new LogSum());
            foreach (var id in Steps.Predicted) most = Math.Max(most, forward[word * count + id] + row[id]);
            foreach (var id in Steps.Predicted) total.Add(forward[word * count + id] + row[id] - most);
            (largest[word], totals[word]) = (most, total.Value);
        }
    }

    private void Sum(LabelGroups groups, ReadOnlySpan<double> others, Span<double> sums)
    {
        for (var group = 0; group < sums.Length; group++)
        {
            var sum = new LogSum();
            for (var i = groups.First[group]; i < groups.First[group + 1]; i++)
                sum.Add(others[groups.Others[i]] + Scale * groups.Scores[i]);
            sums[group] = sum.Value;
        }
    }

    private double Shift(Span<double> row)
    {
        var largest = double.NegativeInfinity;
        foreach (var id in Steps.Predicted) largest = Math.Max(largest, row[id]);
        foreach (var id in Steps.Predicted) row[id] -= largest;
        return largest;
    }
}
