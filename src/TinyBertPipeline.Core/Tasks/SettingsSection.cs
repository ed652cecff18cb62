using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tokenization;
using static TinyBertPipeline.Core.UntrustedText;

namespace TinyBertPipeline.Core.Tasks;

/// <summary>The keys of <see cref="BertConfig.SectionKey"/> by their kinds of values.</summary>
internal sealed class SettingsSection(JsonObject? section)
{
    private static readonly KeptMarksJson _web = new(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    private readonly JsonObject _keys = section?.DeepClone().AsObject() ?? [];

    public JsonObject ToJson() => _keys;

    /// <summary>Sets a key, or removes it where there is no value.</summary>
    public void Set(string key, JsonNode? value)
    {
        if (value is null) _keys.Remove(key);
        else _keys[key] = value;
    }

    /// <exception cref="InvalidInputException">The value is no such name.</exception>
    public T? Name<T>(string key) where T : struct, Enum
    {
        if (Text(key) is not { } name) return null;
        foreach (var value in Enum.GetValues<T>())
        {
            if (string.Equals(name, value.ToString(), StringComparison.OrdinalIgnoreCase)) return value;
        }
        throw Refuse(key, name, string.Join(", ", Enum.GetNames<T>()));
    }

    /// <exception cref="InvalidInputException">The value is no name of a head.</exception>
    public HeadKind? Head(string key) => Text(key) is not { } name ? null
        : HeadNames.Find(name) ?? throw Refuse(key, name, string.Join(", ", HeadNames.All));

    /// <exception cref="InvalidInputException">The value is no whole number, or too small.</exception>
    public int? Whole(string key, int least)
    {
        if (_keys[key] is not { } node) return null;
        var isNumber = node.GetValueKind() == JsonValueKind.Number && node.AsValue().TryGetValue<int>(out var value) && value >= least;
        return isNumber && node.AsValue().TryGetValue<int>(out var number) ? number
            : throw Refuse(key, node.ToJsonString(), string.Create(CultureInfo.InvariantCulture, $"whole numbers from {least}"));
    }

    /// <exception cref="InvalidInputException">The value is no positive number.</exception>
    public double? Positive(string key)
    {
        if (_keys[key] is not { } node) return null;
        var isNumber = node.GetValueKind() == JsonValueKind.Number && node.AsValue().TryGetValue<double>(out var value) && value > 0;
        return isNumber && node.AsValue().TryGetValue<double>(out var number) && double.IsFinite(number) ? number
            : throw Refuse(key, node.ToJsonString(), "positive numbers");
    }

    /// <exception cref="InvalidInputException">The value is neither true nor false.</exception>
    public bool? Truth(string key) => _keys[key]?.GetValueKind() switch
    {
        null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Refuse(key, _keys[key]!.ToJsonString(), "true, false"),
    };

    /// <exception cref="InvalidInputException">The value is no such object.</exception>
    public KeptMarks? Marks(string key)
    {
        if (_keys[key] is not { } node) return null;
        try
        {
            return node.Deserialize(_web.KeptMarks) is { Start: not null, Middle: not null, End: not null, Abbreviations: not null, Endings: not null } marks
                ? marks : throw new JsonException();
        }
        catch (JsonException)
        {
            throw Refuse(key, node.ToJsonString(), "objects with the texts start, middle, end, abbreviations, endings and the flag initials");
        }
    }

    /// <summary>Sets a key to signs that stay within words, or removes it.</summary>
    public void SetMarks(string key, KeptMarks? marks) => Set(key, marks is null ? null : JsonSerializer.SerializeToNode(marks, _web.KeptMarks));

    private string? Text(string key) => _keys[key] is not { } node ? null
        : node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString();

    private static InvalidInputException Refuse(string key, string found, string valid) =>
        new(InputKind.Model, null, $"{BertConfig.SectionKey}.{key} is {Quote(found)}; valid are {valid}");
}

/// <summary>How signs within words are read and written, without reflection.</summary>
[JsonSerializable(typeof(KeptMarks))]
internal sealed partial class KeptMarksJson : JsonSerializerContext;
