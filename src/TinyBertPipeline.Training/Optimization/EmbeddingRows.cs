using System.Runtime.InteropServices;
using TinyBertPipeline.Training.Modeling;
using static TorchSharp.torch;

namespace TinyBertPipeline.Training.Optimization;

/// <summary>
/// The rows of a word embedding under AdamW. A batch touches a few hundred of tens of thousands of rows, so gradients are kept for those
/// alone, and the steps of the others, in which their gradient is 0, are made up for when a row is next needed: the same operations as in a
/// dense update, in the same order, without moving the whole matrix through memory in every step.
/// </summary>
internal sealed unsafe class EmbeddingRows : IEmbeddingRows, IDisposable
{
    private readonly AdamWParameter _matrix;
    private readonly AdamWKernel _kernel;
    private readonly int _width;
    private readonly int _padId;
    private readonly long[] _stepsDone;                     // by row
    private readonly bool[] _hasMoments;                    // by row
    private readonly int[] _slots;                          // by row: its place in _touched, or -1
    private readonly List<int> _touched = [];
    private readonly List<(long[] Ids, Tensor Rows)> _lookups = [];
    private AdamWHistory _history;
    private float* _sums;                                   // [touched, width]
    private nuint _sumsCapacity;

    public EmbeddingRows(AdamWParameter matrix, int padId, AdamWKernel kernel, AdamWHistory history)
    {
        (_matrix, _padId, _kernel, _history) = (matrix, padId, kernel, history);
        var rows = (int)matrix.Parameter.shape[0];
        _width = (int)matrix.Parameter.shape[1];
        (_stepsDone, _hasMoments, _slots) = (new long[rows], new bool[rows], new int[rows]);
        Array.Fill(_slots, -1);
    }

    /// <summary>Takes all rows as up to date, with moments where they are not 0: after weights and moments were restored.</summary>
    public void Restart(AdamWHistory history)
    {
        _history = history;
        Array.Fill(_stepsDone, history.Count);
        for (var row = 0; row < _hasMoments.Length; row++)
        {
            var squares = new ReadOnlySpan<float>(_matrix.Square + (long)row * _width, _width);
            var means = new ReadOnlySpan<float>(_matrix.Mean + (long)row * _width, _width);
            _hasMoments[row] = squares.ContainsAnyExcept(0) || means.ContainsAnyExcept(0);
        }
    }

    /// <summary>Brings the rows of <paramref name="ids"/> up to the last step.</summary>
    public void CatchUp(ReadOnlySpan<long> ids)
    {
        var late = new List<(int Row, long Done)>();
        foreach (var id in ids)
        {
            var row = (int)id;
            if (_stepsDone[row] == _history.Count) continue;
            late.Add((row, _stepsDone[row]));
            _stepsDone[row] = _history.Count;
        }
        Workers.Run(late.Count, 64, (from, to) =>
        {
            for (var i = from; i < to; i++) CatchUp(late[i].Row, late[i].Done);
        });
    }

    /// <summary>Brings all rows up to the last step.</summary>
    public void CatchUpAll() => Workers.Run(_stepsDone.Length, 64, (from, to) =>
    {
        for (var row = from; row < to; row++)
        {
            if (_stepsDone[row] < _history.Count) CatchUp(row, _stepsDone[row]);
            _stepsDone[row] = _history.Count;
        }
    });

    /// <summary>Remembers a lookup whose result <paramref name="rows"/> [B,T,H] will have a gradient.</summary>
    public void Track(long[] ids, Tensor rows) => _lookups.Add((ids, rows));

    /// <summary>Sums the lookups' gradients by row and returns their sum of squares.</summary>
    public double Gather()
    {
        foreach (var (ids, _) in _lookups) AddSlots(ids);
        Reserve((nuint)_touched.Count * (nuint)_width);
        new Span<float>(_sums, _touched.Count * _width).Clear();
        foreach (var (ids, rows) in _lookups)
        {
            using var gradient = rows.grad;
            if (gradient is null) continue;
            using var contiguous = gradient.contiguous();
            AddGradients(ids, TensorMemory.Floats(contiguous));
        }
        return AdamWKernel.SumOfSquares(_sums, (long)_touched.Count * _width);
    }

    /// <summary>Adds the gathered gradients to a dense gradient of the whole matrix (tied weights).</summary>
    public void AddTo(float* dense)
    {
        for (var slot = 0; slot < _touched.Count; slot++)
            AdamWKernel.Add(dense + (long)_touched[slot] * _width, _sums + (long)slot * _width, _width);
    }

    /// <summary>Takes the step just begun for the rows with gradients.</summary>
    public void Update(AdamWStep step, float factor)
    {
        Workers.Run(_touched.Count, 64, (from, to) =>
        {
            for (var slot = from; slot < to; slot++)
            {
                var row = _touched[slot];
                var start = (long)row * _width;
                _kernel.Update(
                    _matrix.Values + start, _sums + (long)slot * _width, _matrix.Mean + start, _matrix.Square + start,
                    _width, step, factor);
                _stepsDone[row] = _history.Count;
                _hasMoments[row] = true;
            }
        });
    }

    /// <summary>Notes that the whole matrix took the step just begun.</summary>
    public void MarkAllUpdated()
    {
        Array.Fill(_stepsDone, _history.Count);
        Array.Fill(_hasMoments, true);
    }

    /// <summary>Forgets lookups and gradients.</summary>
    public void Clear()
    {
        foreach (var (_, rows) in _lookups) rows.Dispose();
        _lookups.Clear();
        foreach (var row in _touched) _slots[row] = -1;
        _touched.Clear();
    }

    public void Dispose()
    {
        Clear();
        NativeMemory.AlignedFree(_sums);
        _sums = null;
    }

    private void CatchUp(int row, long done)
    {
        var start = (long)row * _width;
        var steps = _history.After(done);
        var values = _matrix.Values + start;
        if (_hasMoments[row]) _kernel.UpdateWithoutGradient(values, _matrix.Mean + start, _matrix.Square + start, _width, steps);
        else AdamWKernel.Decay(values, _width, steps);
    }

    private void AddSlots(long[] ids)
    {
        foreach (var id in ids)
        {
            if (id == _padId || _slots[id] >= 0) continue;
            _slots[id] = _touched.Count;
            _touched.Add((int)id);
        }
    }

    private void AddGradients(long[] ids, float* gradients)
    {
        for (var position = 0; position < ids.Length; position++)
        {
            if (ids[position] != _padId)
                AdamWKernel.Add(_sums + (long)_slots[ids[position]] * _width, gradients + (long)position * _width, _width);
        }
    }

    private void Reserve(nuint count)
    {
        if (count <= _sumsCapacity) return;
        NativeMemory.AlignedFree(_sums);
        _sums = (float*)NativeMemory.AlignedAlloc(count * sizeof(float), 64);
        _sumsCapacity = count;
    }
}
