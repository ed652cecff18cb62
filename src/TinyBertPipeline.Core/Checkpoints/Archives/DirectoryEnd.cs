using System.Buffers.Binary;
using TinyBertPipeline.Core.Checkpoints.Storage;

namespace TinyBertPipeline.Core.Checkpoints.Archives;

/// <summary>Where the central directory of a ZIP archive is, from the records at the file's end.</summary>
/// <param name="Begin">The directory's first byte.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Entries">Number of its entries.</param>
internal readonly record struct DirectoryEnd(long Begin, int Length, int Entries)
{
    private const uint EndSignature = 0x06054b50, LocatorSignature = 0x07064b50, End64Signature = 0x06064b50;
    private const int EndLength = 22, LocatorLength = 20, End64Length = 56, LongestComment = ushort.MaxValue;
    private const int MostEntries = 100_000, MostBytes = 1 << 26;

    /// <exception cref="InvalidInputException">There is no such record, or it contradicts the file.</exception>
    public static DirectoryEnd Find(ModelFile file)
    {
        var tailLength = (int)Math.Min(file.Length, EndLength + LongestComment);
        var tail = file.Read(file.Length - tailLength, tailLength);
        for (var i = tail.Length - EndLength; i >= 0; i--)
        {
            var end = tail.AsSpan(i);
            // The record is the one whose comment ends with the file.
            if (UInt32(end, 0) == EndSignature && UInt16(end, 20) == end.Length - EndLength)
                return Read(file, file.Length - tailLength + i, end);
        }
        throw file.Refuse("has no end of a ZIP directory: it is no ZIP archive or was cut off");
    }

    private static DirectoryEnd Read(ModelFile file, long position, ReadOnlySpan<byte> end)
    {
        long entries = UInt16(end, 10), length = UInt32(end, 12), begin = UInt32(end, 16);
        var onThisDisk = (long)UInt16(end, 8);
        if (UInt16(end, 4) is not (0 or ushort.MaxValue) || UInt16(end, 6) is not (0 or ushort.MaxValue))
            throw file.Refuse("is a ZIP archive in several parts");
        if (Read64(file, position) is { } large)
        {
            if (!Agrees(entries, large.Entries, ushort.MaxValue) || !Agrees(length, large.Length, uint.MaxValue)
                || !Agrees(begin, large.Begin, uint.MaxValue))
                throw file.Refuse("has two ends of the ZIP directory that contradict each other");
            (position, entries, length, begin, onThisDisk) = (large.Position, large.Entries, large.Length, large.Begin, large.Entries);
        }
        if (onThisDisk != entries) throw file.Refuse("is a ZIP archive in several parts");
        if (entries is < 0 or > MostEntries) throw file.Refuse($"says it has {entries} entries; at most {MostEntries} are allowed");
        if (length is < 0 or > MostBytes || begin < 0 || begin > position || position - begin != length)
            throw file.Refuse($"says its ZIP directory has {length} bytes at {begin}; it must end at byte {position}");
        return new DirectoryEnd(begin, (int)length, (int)entries);
    }

    private static (long Position, long Entries, long Length, long Begin)? Read64(ModelFile file, long position)
    {
        if (position < LocatorLength) return null;
        ReadOnlySpan<byte> locator = file.Read(position - LocatorLength, LocatorLength);
        if (UInt32(locator, 0) != LocatorSignature) return null;
        var place = Int64(locator, 8);
        if (UInt32(locator, 4) != 0 || UInt32(locator, 16) != 1 || place != position - LocatorLength - End64Length)
            throw file.Refuse("has a ZIP64 locator that points elsewhere than to the record before it");
        ReadOnlySpan<byte> end = file.Read(place, End64Length);
        if (UInt32(end, 0) != End64Signature || Int64(end, 4) != End64Length - 12 || UInt32(end, 16) != 0 || UInt32(end, 20) != 0
            || Int64(end, 24) != Int64(end, 32))
            throw file.Refuse("has a broken ZIP64 end of directory");
        return (place, Int64(end, 32), Int64(end, 40), Int64(end, 48));
    }

    private static bool Agrees(long small, long large, long saturated) => small == large || small == saturated;

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static long Int64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);
}
