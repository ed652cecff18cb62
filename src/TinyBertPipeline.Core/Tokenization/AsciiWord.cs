using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TinyBertPipeline.Core.Tokenization;

/// <summary>
/// Words of ASCII letters and digits, sixteen units at a time. A word of up to sixteen is its own key: its bytes, filled up with zeros.
/// </summary>
internal static class AsciiWord
{
    public const int MaxLength = 16;

    // A window that starts MaxLength - n bytes in keeps n bytes of a vector.
    private static ReadOnlySpan<byte> Window =>
    [
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>How many ASCII letters and digits <paramref name="text"/> starts with; its last 15 units are not looked at.</summary>
    public static int Length(ReadOnlySpan<char> text)
    {
        for (var length = 0; ; length += MaxLength)
        {
            if (text.Length - length < MaxLength) return length;
            var others = ~LettersAndDigits(Load(text[length..]), out _).ExtractMostSignificantBits() | (1u << MaxLength);
            if (BitOperations.TrailingZeroCount(others) is var count and < MaxLength) return length + count;
        }
    }

    /// <summary>The key of a word, lowered on request.</summary>
    /// <param name="text">A text.</param>
    /// <param name="from">Where the word starts in it.</param>
    /// <param name="to">Where the word ends.</param>
    /// <param name="lowercase">Lower the letters.</param>
    /// <param name="key">The key.</param>
    /// <returns>False when the word is longer than sixteen units or has others than ASCII letters and digits.</returns>
    public static bool TryPack(ReadOnlySpan<char> text, int from, int to, bool lowercase, out Vector128<byte> key)
    {
        key = default;
        var length = to - from;
        if (length > MaxLength) return false;
        var bytes = text.Length - from >= MaxLength ? Load(text[from..]) : LoadPadded(text[from..to]);
        var valid = LettersAndDigits(bytes, out var letters);
        var inside = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(Window), (nuint)(MaxLength - length));
        if ((~valid & inside) != Vector128<byte>.Zero) return false;
        if (lowercase) bytes |= letters & Vector128.Create((byte)0x20);
        key = bytes & inside;
        return true;
    }

    /// <summary>A text with its ASCII letters lowered: itself where it has no capitals, else in <paramref name="buffer"/>.</summary>
    public static ReadOnlySpan<char> ToLower(ReadOnlySpan<char> text, Span<char> buffer)
    {
        if (!text.ContainsAnyInRange('A', 'Z')) return text;
        for (var i = 0; i < text.Length; i++) buffer[i] = char.IsAsciiLetterUpper(text[i]) ? (char)(text[i] | 0x20) : text[i];
        return buffer[..text.Length];
    }

    private static Vector128<byte> Load(ReadOnlySpan<char> text)
    {
        ref var first = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<char, ushort>(text[..MaxLength]));
        return Vector128.NarrowWithSaturation(Vector128.LoadUnsafe(ref first), Vector128.LoadUnsafe(ref first, 8));
    }

    // Apart, so that others do not pay for clearing the buffer.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector128<byte> LoadPadded(ReadOnlySpan<char> text)
    {
        Span<char> padded = stackalloc char[MaxLength];
        text.CopyTo(padded);
        return Load(padded);
    }

    private static Vector128<byte> LettersAndDigits(Vector128<byte> bytes, out Vector128<byte> letters)
    {
        var lower = bytes | Vector128.Create((byte)0x20);
        letters = Vector128.LessThanOrEqual(lower - Vector128.Create((byte)'a'), Vector128.Create((byte)25));
        return letters | Vector128.LessThanOrEqual(bytes - Vector128.Create((byte)'0'), Vector128.Create((byte)9));
    }
}
