namespace TinyBertPipeline.Core.Checkpoints.Pickle;

/// <summary>The stack of the pickle machine with its marks and its memo, all of bounded size.</summary>
internal sealed class PickleStack(PickleInput input)
{
    private const int MostValues = 100_000, MostMarks = 1_000, MostMemos = 100_000;

    private readonly List<object?> _values = [];
    private readonly Stack<int> _marks = new();
    private readonly Dictionary<long, object?> _memo = [];

    // What lies below the last mark cannot be popped.
    private int Floor => _marks.TryPeek(out var mark) ? mark : 0;

    public void Push(object? value)
    {
        if (_values.Count == MostValues) throw input.Refuse($"puts more than {MostValues} values on the stack");
        _values.Add(value);
    }

    public object? Pop()
    {
        var value = Top();
        _values.RemoveAt(_values.Count - 1);
        return value;
    }

    public object? Top() => _values.Count > Floor ? _values[^1] : throw input.Refuse("takes a value from an empty stack");

    public void Mark()
    {
        if (_marks.Count == MostMarks) throw input.Refuse($"is nested more than {MostMarks} deep");
        _marks.Push(_values.Count);
    }

    /// <summary>The values since the last mark, which is removed with them.</summary>
    public object?[] PopToMark()
    {
        if (!_marks.TryPop(out var mark)) throw input.Refuse("has no mark where it needs one");
        object?[] values = [.. _values[mark..]];
        _values.RemoveRange(mark, values.Length);
        return values;
    }

    public object?[] Pop(int count)
    {
        var values = new object?[count];
        for (var i = count - 1; i >= 0; i--) values[i] = Pop();
        return values;
    }

    /// <summary>The one value that is left at the end.</summary>
    public object? Last()
    {
        if (_values.Count != 1 || _marks.Count != 0) throw input.Refuse($"stops with {_values.Count} values on the stack; expected 1");
        return _values[0];
    }

    public void Memorize(long index)
    {
        if (index >= MostMemos) throw input.Refuse($"uses the memo {index}; at most {MostMemos} are allowed");
        _memo[index] = Top();
    }

    public void MemorizeNext() => Memorize(_memo.Count);

    public object? Recall(long index) =>
        _memo.TryGetValue(index, out var value) ? value : throw input.Refuse($"reads the memo {index}, which was never set");
}
