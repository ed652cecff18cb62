using System.Runtime.InteropServices;
using TinyBertPipeline.Core.Checkpoints.Storage;

namespace TinyBertPipeline.Core.Checkpoints;

/// <summary>Tensors of a checkpoint as arrays of .NET numbers.</summary>
public static class TensorReading
{
    /// <summary>A floating-point tensor, widened or narrowed to 32 bits, row-major.</summary>
    /// <exception cref="ArgumentException">There is no such tensor.</exception>
    /// <exception cref="InvalidInputException">It holds no floating-point numbers, or is too large for one array.</exception>
    public static float[] ReadFloats(this ICheckpointFile file, string name)
    {
        var entry = file.Find(name);
        if (entry.Type == ElementType.F32)
        {
            var values = new float[CheckedCount(entry)];
            file.CopyBytes(name, MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        }
        var bytes = FloatBytes(file, entry);
        return entry.Type switch
        {
            ElementType.F64 => Convert<double, float>(bytes, value => (float)value),
            ElementType.F16 => Convert<Half, float>(bytes, value => (float)value),
            _ => Convert<ushort, float>(bytes, WidenBrainFloat),
        };
    }

    /// <summary>A floating-point tensor, widened to 64 bits, row-major.</summary>
    /// <exception cref="ArgumentException">There is no such tensor.</exception>
    /// <exception cref="InvalidInputException">It holds no floating-point numbers, or is too large for one array.</exception>
    public static double[] ReadDoubles(this ICheckpointFile file, string name)
    {
        var entry = file.Find(name);
        var bytes = FloatBytes(file, entry);
        return entry.Type switch
        {
            ElementType.F64 => Convert<double, double>(bytes, value => value),
            ElementType.F32 => Convert<float, double>(bytes, value => value),
            ElementType.F16 => Convert<Half, double>(bytes, value => (double)value),
            _ => Convert<ushort, double>(bytes, bits => WidenBrainFloat(bits)),
        };
    }

    /// <summary>An integer or Boolean tensor as 64-bit integers, row-major.</summary>
    /// <exception cref="ArgumentException">There is no such tensor.</exception>
    /// <exception cref="InvalidInputException">It holds no integers, or is too large for one array.</exception>
    public static long[] ReadInt64(this ICheckpointFile file, string name)
    {
        var entry = file.Find(name);
        var bytes = file.ReadBytes(name);
        return entry.Type switch
        {
            ElementType.I64 => Convert<long, long>(bytes, value => value),
            ElementType.I32 => Convert<int, long>(bytes, value => value),
            ElementType.I16 => Convert<short, long>(bytes, value => value),
            ElementType.I8 => Convert<sbyte, long>(bytes, value => value),
            ElementType.U8 or ElementType.BOOL => Convert<byte, long>(bytes, value => value),
            _ => throw entry.Refuse($"is {entry.Type}; expected I64, I32, I16, I8, U8 or BOOL"),
        };
    }

    /// <summary>A tensor's elements in their stored type, row-major and little-endian.</summary>
    /// <exception cref="ArgumentException">There is no such tensor.</exception>
    /// <exception cref="InvalidInputException">It is too large for one array.</exception>
    public static byte[] ReadBytes(this ICheckpointFile file, string name)
    {
        var entry = file.Find(name);
        CheckedCount(entry);
        var bytes = new byte[entry.ByteLength];
        file.CopyBytes(name, bytes);
        return bytes;
    }

    internal static TensorEntry Find(this ICheckpointFile file, string name) =>
        file.Entries.TryGetValue(name, out var entry) ? entry
            : throw new ArgumentException($"{file.Path} has no tensor '{name}'", nameof(name));

    private static long CheckedCount(TensorEntry entry) =>
        entry.ByteLength <= Array.MaxLength ? entry.Count
            : throw entry.Refuse($"has {entry.ByteLength} bytes; at most {Array.MaxLength} can be read");

    private static byte[] FloatBytes(ICheckpointFile file, TensorEntry entry) =>
        entry.Type.IsFloat() ? file.ReadBytes(entry.Name) : throw entry.Refuse($"is {entry.Type}; expected F32, F16, BF16 or F64");

    private static TValue[] Convert<TStored, TValue>(ReadOnlySpan<byte> bytes, Func<TStored, TValue> widen) where TStored : unmanaged
    {
        var stored = MemoryMarshal.Cast<byte, TStored>(bytes);
        var values = new TValue[stored.Length];
        for (var i = 0; i < values.Length; i++) values[i] = widen(stored[i]);
        return values;
    }

    private static float WidenBrainFloat(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);
}
