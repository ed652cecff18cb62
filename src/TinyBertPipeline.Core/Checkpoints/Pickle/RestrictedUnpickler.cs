using System.Buffers.Binary;

namespace TinyBertPipeline.Core.Checkpoints.Pickle;

/// <summary>
/// The part of Python's pickle machine that a state dict needs. It can build dictionaries, lists, tuples and descriptions of tensors, and
/// nothing else: opcodes that make or change other objects are errors. The opcodes: CPython, Lib/pickletools.py.
/// </summary>
internal sealed class RestrictedUnpickler
{
    private const int MostSteps = 2_000_000;

    private readonly PickleInput _input;
    private readonly PickleStack _stack;
    private readonly PickleObjects _objects;
    private int _protocol;

    private RestrictedUnpickler(PickleInput input) =>
        (_input, _stack, _objects) = (input, new PickleStack(input), new PickleObjects(input));

    /// <summary>Reads one pickle and stops behind it.</summary>
    /// <exception cref="InvalidInputException">The pickle is broken or asks for something that is refused.</exception>
    public static PickleContent Read(PickleInput input) => new RestrictedUnpickler(input).Run();

    private PickleContent Run()
    {
        if (_input.ReadByte() != Opcode.Protocol) throw _input.Refuse("does not begin with its protocol");
        _protocol = _input.ReadByte();
        if (_protocol is < 2 or > 5) throw _input.Refuse($"is of protocol {_protocol}; 2 to 5 can be read, torch.save writes 2");
        for (var step = 0; step < MostSteps; step++)
        {
            var opcode = _input.ReadByte();
            if (opcode == Opcode.Stop) return new PickleContent(_stack.Last(), _objects.Storages);
            if (!Constant(opcode) && !Number(opcode) && !Text(opcode) && !Container(opcode) && !Memo(opcode) && !Object(opcode))
                throw _input.Refuse($"has the opcode 0x{opcode:x2}, which no state dict of protocol {_protocol} needs");
        }
        throw _input.Refuse($"has more than {MostSteps} steps");
    }

    private bool Constant(byte opcode)
    {
        switch (opcode)
        {
            case Opcode.None: _stack.Push(null); return true;
            case Opcode.NewTrue: _stack.Push(true); return true;
            case Opcode.NewFalse: _stack.Push(false); return true;
            case Opcode.EmptyDictionary: _stack.Push(new PickleDictionary(isOrdered: false)); return true;
            case Opcode.EmptyList: _stack.Push(new List<object?>()); return true;
            case Opcode.EmptyTuple: _stack.Push(new PickleTuple([])); return true;
            case Opcode.Mark: _stack.Mark(); return true;
            default: return false;
        }
    }

    private bool Number(byte opcode)
    {
        switch (opcode)
        {
            case Opcode.BinaryInteger: _stack.Push((long)(int)Unsigned(4)); return true;
            case Opcode.BinaryInteger1: _stack.Push((long)_input.ReadByte()); return true;
            case Opcode.BinaryInteger2: _stack.Push((long)Unsigned(2)); return true;
            case Opcode.Long1: _stack.Push(Long(_input.ReadByte())); return true;
            case Opcode.BinaryFloat: _stack.Push(BigEndianFloat()); return true;
            default: return false;
        }
    }

    private bool Text(byte opcode)
    {
        switch (opcode)
        {
            case Opcode.BinaryUnicode: _stack.Push(_input.ReadText((uint)Unsigned(4))); return true;
            case Opcode.ShortBinaryUnicode when _protocol >= 4: _stack.Push(_input.ReadText(_input.ReadByte())); return true;
            case Opcode.Frame when _protocol >= 4:
                // Frames only help readers to buffer; the length must fit all the same.
                if (Unsigned(8) is var length && length > (ulong)_input.Remaining)
                    throw _input.Refuse($"has a frame of {length} bytes; {_input.Remaining} are left");
                return true;
            default: return false;
        }
    }

    private bool Container(byte opcode)
    {
        switch (opcode)
        {
            case Opcode.Tuple: _stack.Push(new PickleTuple(_stack.PopToMark())); return true;
            case Opcode.Tuple1: _stack.Push(new PickleTuple(_stack.Pop(1))); return true;
            case Opcode.Tuple2: _stack.Push(new PickleTuple(_stack.Pop(2))); return true;
            case Opcode.Tuple3: _stack.Push(new PickleTuple(_stack.Pop(3))); return true;
            case Opcode.Append: AppendTo(_stack.Pop(1)); return true;
            case Opcode.Appends: AppendTo(_stack.PopToMark()); return true;
            case Opcode.SetItem: SetIn(_stack.Pop(2)); return true;
            case Opcode.SetItems: SetIn(_stack.PopToMark()); return true;
            default: return false;
        }
    }

    private bool Memo(byte opcode)
    {
        switch (opcode)
        {
            case Opcode.BinaryPut: _stack.Memorize(_input.ReadByte()); return true;
            case Opcode.LongBinaryPut: _stack.Memorize((long)Unsigned(4)); return true;
            case Opcode.Memoize when _protocol >= 4: _stack.MemorizeNext(); return true;
            case Opcode.BinaryGet: _stack.Push(_stack.Recall(_input.ReadByte())); return true;
            case Opcode.LongBinaryGet: _stack.Push(_stack.Recall((long)Unsigned(4))); return true;
            default: return false;
        }
    }

    private bool Object(byte opcode)
    {
        switch (opcode)
        {
            case Opcode.Global: _stack.Push(_objects.Global(_input.ReadLine(), _input.ReadLine())); return true;
            case Opcode.StackGlobal when _protocol >= 4: _stack.Push(_objects.Global(_stack.Pop(2))); return true;
            case Opcode.BinaryPersistentId: _stack.Push(_objects.Storage(_stack.Pop())); return true;
            case Opcode.Reduce:
                var arguments = _stack.Pop();
                _stack.Push(_objects.Reduce(_stack.Pop(), arguments));
                return true;
            case Opcode.Build:
                // An OrderedDict's only state is its _metadata attribute, which the weights do not need.
                if (_stack.Pop() is not PickleDictionary || _stack.Top() is not PickleDictionary { IsOrdered: true })
                    throw _input.Refuse("sets the state of something else than an OrderedDict");
                return true;
            default: return false;
        }
    }

    private void AppendTo(object?[] values)
    {
        if (_stack.Top() is not List<object?> list) throw _input.Refuse("appends to something else than a list");
        list.AddRange(values);
    }

    private void SetIn(object?[] values)
    {
        if (_stack.Top() is not PickleDictionary dictionary) throw _input.Refuse("sets an item of something else than a dictionary");
        if (values.Length % 2 != 0) throw _input.Refuse("sets a key without a value");
        for (var i = 0; i < values.Length; i += 2) dictionary.Items.Add((values[i], values[i + 1]));
    }

    private ulong Unsigned(int length)
    {
        Span<byte> bytes = stackalloc byte[8];
        bytes.Clear();
        _input.Read(bytes[..length]);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    private double BigEndianFloat() => BitConverter.UInt64BitsToDouble(BinaryPrimitives.ReverseEndianness(Unsigned(8)));

    private long Long(byte length)
    {
        if (length > 8) throw _input.Refuse($"has a whole number of {length} bytes; at most 8 are allowed");
        var shift = 64 - 8 * length;
        return length == 0 ? 0 : (long)(Unsigned(length) << shift) >> shift;   // sign of the highest byte given
    }
}
