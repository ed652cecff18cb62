using System.Buffers.Binary;
using System.Text;

namespace TinyBertPipeline.Core.Tests.Checkpoints;

/// <summary>Writes pickles of protocol 2 opcode by opcode, well-formed ones and others.</summary>
internal sealed class PickleBytes
{
    private readonly List<byte> _bytes = [0x80, 2];

    public byte[] Stop() => [.. _bytes, (byte)'.'];

    public PickleBytes Op(params ReadOnlySpan<char> opcodes)
    {
        foreach (var opcode in opcodes) _bytes.Add((byte)opcode);
        return this;
    }

    public PickleBytes Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public PickleBytes Text(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, utf8.Length);
        return Op('X').Raw(length).Raw(utf8);
    }

    public PickleBytes Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return Op('J').Raw(bytes);
    }

    public PickleBytes Global(string module, string name) => Op('c').Raw(Encoding.UTF8.GetBytes($"{module}\n{name}\n"));

    public PickleBytes Tuple(params ReadOnlySpan<int> values)
    {
        Op('(');
        foreach (var value in values) Number(value);
        return Op('t');
    }

    /// <summary>A view of a storage; the legacy form adds None to the storage's description.</summary>
    public PickleBytes Tensor(string key, int count, int[] shape, int[] strides, int offset = 0, string storage = "FloatStorage",
        bool legacy = false)
    {
        Global("torch._utils", "_rebuild_tensor_v2")
            .Op('(').Op('(').Text("storage").Global("torch", storage).Text(key).Text("cpu").Number(count);
        if (legacy) Op('N');
        return Op('t', 'Q').Number(offset).Tuple(shape).Tuple(strides).Raw(0x89).Global("collections", "OrderedDict").Op(')', 'R', 't',
            'R');
    }
}
