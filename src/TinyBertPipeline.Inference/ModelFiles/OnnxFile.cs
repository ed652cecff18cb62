using System.Text;
using TinyBertPipeline.Core;

namespace TinyBertPipeline.Inference.ModelFiles;

/// <summary>
/// An ONNX model as a protobuf message, read no further than its outermost fields: its metadata is found, its weights are skipped.
/// </summary>
internal static class OnnxFile
{
    // Fields of ModelProto, and of an entry of its metadata (onnx/onnx.proto).
    private const int GraphField = 7;
    private const int MetadataField = 14;
    private const int KeyField = 1;
    private const int ValueField = 2;
    private const int LargestEntry = 16 << 20;

    /// <summary>The value of <c>metadata_props</c> under <paramref name="key"/>, the last one when there are several; null when there is none.</summary>
    /// <exception cref="InvalidInputException">The file is no protobuf message with a graph.</exception>
    public static string? ReadMetadata(string path, string key)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        string? found = null;
        var hasGraph = false;
        foreach (var (field, length) in Fields(path, stream, stream.Length))
        {
            hasGraph |= field == GraphField;
            if (field != MetadataField || length > LargestEntry) continue;
            if (ReadEntry(path, stream, length) is var (entryKey, value) && entryKey == key) found = value;
        }
        return hasGraph ? found : throw Broken(path);
    }

    private static (string Key, string Value) ReadEntry(string path, FileStream stream, long length)
    {
        var (key, value) = ("", "");
        foreach (var (field, size) in Fields(path, stream, stream.Position + length))
        {
            if (field is not (KeyField or ValueField)) continue;
            var bytes = new byte[size];
            stream.ReadExactly(bytes);
            if (field == KeyField) key = Encoding.UTF8.GetString(bytes);
            else value = Encoding.UTF8.GetString(bytes);
        }
        return (key, value);
    }

    /// <summary>Walks over the length-delimited fields up to <paramref name="end"/>; the caller may read each of them.</summary>
    private static IEnumerable<(int Field, long Length)> Fields(string path, FileStream stream, long end)
    {
        while (stream.Position < end)
        {
            var tag = ReadNumber(path, stream, end);
            var length = (tag & 7) switch
            {
                0 => SkippedNumber(path, stream, end),
                1 => 8UL,
                2 => ReadNumber(path, stream, end),
                5 => 4UL,
                _ => ulong.MaxValue,
            };
            if (length > (ulong)(end - stream.Position)) throw Broken(path);
            var next = stream.Position + (long)length;
            if ((tag & 7) == 2) yield return ((int)Math.Min(tag >> 3, int.MaxValue), (long)length);
            stream.Position = next;
        }
    }

    private static ulong SkippedNumber(string path, FileStream stream, long end)
    {
        ReadNumber(path, stream, end);
        return 0;
    }

    // Base 128, least significant group first, at most ten bytes.
    private static ulong ReadNumber(string path, FileStream stream, long end)
    {
        var number = 0UL;
        for (var shift = 0; shift < 70 && stream.Position < end; shift += 7)
        {
            var next = stream.ReadByte();
            number |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return number;
        }
        throw Broken(path);
    }

    private static InvalidInputException Broken(string path) => new(InputKind.Model, path, "is no ONNX model, or is cut off");
}
