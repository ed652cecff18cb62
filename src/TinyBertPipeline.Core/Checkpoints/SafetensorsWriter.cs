using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using TinyBertPipeline.Core.Checkpoints.Storage;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Core.Checkpoints;

/// <summary>
/// Writes 32-bit weights as <c>.safetensors</c>, byte by byte as the reference library does: tensors sorted by name, the header padded
/// with spaces to a multiple of 8 bytes, metadata <c>format: pt</c> (without it transformers refuses the file).
/// </summary>
public static class SafetensorsWriter
{
    private const int FloatsPerWrite = 1 << 20;

    /// <summary>Writes the tensors to <paramref name="path"/> atomically.</summary>
    /// <param name="path">The file, replaced when it exists.</param>
    /// <param name="tensors">The tensors in any order.</param>
    /// <param name="metadata">Entries beside <c>format</c>, or null.</param>
    /// <exception cref="ArgumentException">A name occurs twice or is reserved, or a shape does not fit its values.</exception>
    /// <exception cref="EnvironmentException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<WeightTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var sorted = Sort(tensors);
        AtomicFile.Write(path, stream => Write(stream, sorted, metadata));
    }

    /// <summary>
    /// The SHA-256 of the file that <see cref="Write(string, IEnumerable{WeightTensor}, IReadOnlyDictionary{string, string}?)"/> makes.
    /// </summary>
    /// <exception cref="ArgumentException">As for writing.</exception>
    public static string Sha256(IEnumerable<WeightTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        using var hash = SHA256.Create();
        using (var stream = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write)) Write(stream, Sort(tensors), metadata);
        return Convert.ToHexStringLower(hash.Hash!);
    }

    private static WeightTensor[] Sort(IEnumerable<WeightTensor> tensors)
    {
        WeightTensor[] sorted = [.. tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal)];
        for (var i = 0; i < sorted.Length; i++)
        {
            var (name, shape, values) = sorted[i];
            if (name == "__metadata__") throw new ArgumentException("a tensor cannot be called __metadata__", nameof(tensors));
            if (i > 0 && sorted[i - 1].Name == name) throw new ArgumentException($"tensor '{name}' occurs twice", nameof(tensors));
            if (shape.Aggregate(1L, (product, dimension) => checked(product * dimension)) != values.Length)
                throw new ArgumentException($"tensor '{name}' has {values.Length} values for {UntrustedText.Shape(shape)}", nameof(tensors));
        }
        return sorted;
    }

    private static void Write(Stream stream, WeightTensor[] tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var header = Header(tensors, metadata);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var tensor in tensors)
        {
            for (var start = 0; start < tensor.Values.Length; start += FloatsPerWrite)
            {
                var count = Math.Min(FloatsPerWrite, tensor.Values.Length - start);
                stream.Write(MemoryMarshal.AsBytes(tensor.Values.AsSpan(start, count)));
            }
        }
    }

    private static byte[] Header(WeightTensor[] tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            json.WriteString("format", "pt");
            foreach (var (key, value) in metadata ?? new Dictionary<string, string>())
            {
                if (key != "format") json.WriteString(key, value);
            }
            json.WriteEndObject();
            var begin = 0L;
            foreach (var tensor in tensors) WriteEntry(json, tensor, ref begin);
            json.WriteEndObject();
        }
        while (buffer.Length % 8 != 0) buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    private static void WriteEntry(Utf8JsonWriter json, WeightTensor tensor, ref long begin)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", "F32");
        json.WriteStartArray("shape");
        foreach (var dimension in tensor.Shape) json.WriteNumberValue(dimension);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(begin);
        begin += (long)tensor.Values.Length * sizeof(float);
        json.WriteNumberValue(begin);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
