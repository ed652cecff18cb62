using System.Buffers.Binary;
using CsCheck;

namespace TinyBertPipeline.Core.Tests.Fuzzing;

/// <summary>One change of a content: bytes set, inserted, removed, repeated or cut off, numbers replaced by awkward ones.</summary>
internal readonly record struct Damage(int Kind, uint Place, uint Choice, int Length)
{
    private static readonly ulong[] _awkward =
        [0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff, 0x7fffffffffffffff, 0x8000000000000000,
            0xffffffffffffffff];

    /// <summary>Contents that come from one of the seeds by one to six changes, mostly few.</summary>
    public static Gen<byte[]> Of(byte[][] seeds, byte[][] tokens)
    {
        var damage = Gen.Select(Gen.Int[0, 9], Gen.UInt, Gen.UInt, Gen.Int[1, 16])
            .Select((kind, place, choice, length) => new Damage(kind, place, choice, length));
        return Gen.Select(Gen.Int[0, seeds.Length - 1], Gen.OneOf(damage.Array[1], damage.Array[1, 2], damage.Array[1, 6]))
            .Select((seed, damages) => damages.Aggregate(seeds[seed], (content, change) => change.Apply(content, tokens)));
    }

    private byte[] Apply(byte[] content, byte[][] tokens)
    {
        var at = (int)(Place % ((uint)content.Length + 1));
        var rest = content.AsSpan(at);
        var length = Math.Min(Length, rest.Length);
        return Kind switch
        {
            0 => With(content, at, [(byte)Choice]),
            1 => With(content, at, rest.IsEmpty ? [] : [(byte)(rest[0] ^ (1 << (int)(Choice % 8)))]),
            2 => With(content, at, Awkward(1 << (int)(Choice % 4))),
            3 => With(content, at, [(byte)('0' + Choice % 10)]),
            4 => [.. content[..at], .. tokens[Choice % tokens.Length], .. rest],
            5 => [.. content[..at], .. new byte[length], .. rest],
            6 => [.. content[..at], .. rest[length..]],
            7 => [.. content[..at], .. rest[..length], .. rest],
            8 => content[..at],
            _ => With(content, at, tokens[Choice % tokens.Length]),
        };
    }

    private byte[] Awkward(int size)
    {
        var bytes = new byte[8];
        var value = _awkward[Choice / 4 % (uint)_awkward.Length];
        if ((Choice & 0x10000) == 0) BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        else BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return (Choice & 0x10000) == 0 ? bytes[..size] : bytes[^size..];
    }

    private static byte[] With(byte[] content, int at, byte[] replacement)
    {
        var changed = content.ToArray();
        replacement.AsSpan(0, Math.Min(replacement.Length, changed.Length - at)).CopyTo(changed.AsSpan(at));
        return changed;
    }
}
