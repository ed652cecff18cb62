using System.Text.Json;
using System.Text.Unicode;
using TinyBertPipeline.Core.Checkpoints.Storage;
using TinyBertPipeline.Core.Files;
using static TinyBertPipeline.Core.UntrustedText;

namespace TinyBertPipeline.Core.Checkpoints;

/// <summary>The JSON header of a safetensors file, checked against the length of the data that follows it.</summary>
internal sealed class SafetensorsHeader
{
    private const int MaxTensors = 100_000;
    private const int MaxRank = 8;
    private const int MaxNameLength = 1_024;

    private readonly string _path;
    private readonly Dictionary<string, (TensorEntry, long)> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);

    private SafetensorsHeader(string path) => _path = path;

    /// <summary>The tensors and where each begins in the data.</summary>
    public IReadOnlyDictionary<string, (TensorEntry Entry, long Begin)> Tensors => _tensors;

    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <exception cref="InvalidInputException">The header breaks a rule.</exception>
    public static SafetensorsHeader Parse(string path, ReadOnlySpan<byte> json, long dataLength)
    {
        var header = new SafetensorsHeader(path);
        if (json.Length == 0 || json[0] != '{') throw header.Refuse("the header does not begin with '{'");
        if (!Utf8.IsValid(json)) throw header.Refuse("the header is not UTF-8");
        try
        {
            header.Read(json);
        }
        catch (JsonException e)
        {
            throw new InvalidInputException(InputKind.Model, path, $"the header is not valid JSON: {JsonFault.Describe(e, UntrustedText.Quote)}", inner: e);
        }
        header.CheckCoverage(dataLength);
        return header;
    }

    private void Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        var hasMetadata = false;
        while (NextKey(ref reader) is { } name)
        {
            if (name == "__metadata__")
            {
                if (hasMetadata) throw Refuse("__metadata__ occurs twice");
                hasMetadata = true;
                ReadMetadata(ref reader);
            }
            else
            {
                ReadTensor(ref reader, name);
            }
        }
        if (reader.Read()) throw Refuse("text follows the header's JSON object");
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw Refuse("__metadata__ is not an object");
        while (NextKey(ref reader) is { } key)
        {
            if (reader.TokenType != JsonTokenType.String) throw Refuse($"__metadata__ {Quote(key)} is not a string");
            if (!_metadata.TryAdd(key, Text(ref reader))) throw Refuse($"__metadata__ {Quote(key)} occurs twice");
        }
    }

    private void ReadTensor(ref Utf8JsonReader reader, string name)
    {
        if (_tensors.Count == MaxTensors) throw Refuse($"has more than {MaxTensors} tensors");
        if (name.Length > MaxNameLength)
            throw RefuseTensor(name, $"has a name of {name.Length} characters; at most {MaxNameLength} are allowed");
        if (reader.TokenType != JsonTokenType.StartObject) throw RefuseTensor(name, "is not described by an object");
        ElementType? type = null;
        long[]? shape = null, offsets = null;
        while (NextKey(ref reader) is { } key)
        {
            switch (key)
            {
                case "dtype" when type is null: type = ReadType(ref reader, name); break;
                case "shape" when shape is null: shape = ReadCounts(ref reader, name, key, MaxRank); break;
                case "data_offsets" when offsets is null: offsets = ReadCounts(ref reader, name, key, 2); break;
                case "dtype" or "shape" or "data_offsets": throw RefuseTensor(name, $"has {key} twice");
                default: reader.Skip(); break;
            }
        }
        if (type is null) throw RefuseTensor(name, "has no dtype");
        if (shape is null) throw RefuseTensor(name, "has no shape");
        if (offsets is not [var begin, var end]) throw RefuseTensor(name, "has no data_offsets [begin, end]");
        if (ByteLength(shape, type.Value) is not { } length)
            throw RefuseTensor(name, $"has a shape {UntrustedText.Shape(shape)} whose size overflows");
        if (begin > end || end - begin != length)
            throw RefuseTensor(name, $"has data_offsets [{begin},{end}], but {type} {UntrustedText.Shape(shape)} takes {length} bytes");
        if (!_tensors.TryAdd(name, (new TensorEntry(_path, name, type.Value, shape), begin))) throw RefuseTensor(name, "occurs twice");
    }

    // Tensors sorted by place must follow each other from 0 to the end of the data.
    private void CheckCoverage(long dataLength)
    {
        var position = 0L;
        foreach (var (entry, begin) in _tensors.Values.OrderBy(tensor => tensor.Item2).ThenBy(tensor => tensor.Item1.ByteLength))
        {
            if (begin != position)
                throw entry.Refuse($"begins at byte {begin} of the data; expected {position} (no gap and no overlap)");
            position += entry.ByteLength;
            if (position > dataLength) throw entry.Refuse($"ends at byte {position} of the data, of which there are {dataLength}");
        }
        if (position != dataLength) throw Refuse($"has {dataLength} bytes of data, of which the tensors take {position}");
    }

    // Zero dimensions do not hide an overflow of the others.
    private static long? ByteLength(long[] shape, ElementType type)
    {
        var product = (UInt128)type.Size();
        foreach (var dimension in shape)
        {
            if (dimension > 0) product *= (ulong)dimension;
            if (product > long.MaxValue) return null;
        }
        return shape.Contains(0) ? 0 : (long)product;
    }

    /// <summary>Moves to the value of the object's next key; null at the object's end.</summary>
    private string? NextKey(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.PropertyName) return null;
        var key = Text(ref reader);
        reader.Read();
        return key;
    }

    private ElementType ReadType(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.String) throw RefuseTensor(name, "has a dtype that is not a string");
        var text = Text(ref reader);
        return ElementTypes.Parse(text)
            ?? throw RefuseTensor(name, $"has the unknown dtype {Quote(text)}; known are {ElementTypes.Known}");
    }

    private long[] ReadCounts(ref Utf8JsonReader reader, string name, string key, int most)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw RefuseTensor(name, $"has a {key} that is not an array");
        var counts = new List<long>(most);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var count) || count < 0
                || reader.ValueSpan.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
                throw RefuseTensor(name, $"has a {key} with something else than whole numbers from 0");
            if (counts.Count == most) throw RefuseTensor(name, $"has a {key} of more than {most} numbers");
            counts.Add(count);
        }
        return [.. counts];
    }

    private string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            var place = reader.TokenStartIndex;
            throw new InvalidInputException(InputKind.Model, _path, $"the header has half a surrogate pair at byte {place}", inner: e);
        }
    }

    private InvalidInputException Refuse(string message) => new(InputKind.Model, _path, message);

    private InvalidInputException RefuseTensor(string name, string message) => Refuse($"tensor {Quote(name)} {message}");
}
