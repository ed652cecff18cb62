using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Checkpoints.Storage;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Core.Tokenization;

/// <summary>Typed access to a JSON object of a tokenizer file; every refusal names file and key.</summary>
internal sealed class TokenizerFields(JsonObject fields, string file, string path = "")
{
    /// <exception cref="InvalidInputException">The file holds no JSON object.</exception>
    public static TokenizerFields Read(string file) => new(JsonFile.ReadObject(file, InputKind.Model), file);

    public IEnumerable<KeyValuePair<string, JsonNode?>> Entries => fields;

    public bool Has(string key) => fields.ContainsKey(key);

    /// <summary>The text of a key; null where it is absent or null.</summary>
    public string? Text(string key) => fields[key] switch
    {
        null => null,
        var value when IsText(value) => value.GetValue<string>(),
        var other => throw Unfit(key, other, "text"),
    };

    /// <summary>The text of a key, or of the <c>content</c> of the object it holds; null where it is absent or null.</summary>
    public string? TextOrContent(string key) => fields[key] is JsonObject ? Object(key)!.Text("content") : Text(key);

    /// <summary>The texts of a list, or the <c>content</c> of the objects in it; empty where the key is absent or null.</summary>
    public IEnumerable<string> Texts(string key)
    {
        if (fields[key] is not { } node) return [];
        if (node is not JsonArray list) throw Unfit(key, node, "a list of texts");
        return list.Select(item => (item is JsonObject described ? described["content"] : item) switch
        {
            { } value when IsText(value) => value.GetValue<string>(),
            _ => throw Unfit(key, node, "a list of texts"),
        });
    }

    /// <summary>The text at the start of a list such as <c>["[SEP]", 102]</c>.</summary>
    public string FirstText(string key) => fields[key] is JsonArray { Count: > 0 } list && IsText(list[0])
        ? list[0]!.GetValue<string>()
        : throw Refuse($"{Name(key)} is not a list that starts with text");

    public bool? Flag(string key) => fields[key] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => value.GetValue<bool>(),
        var other => throw Unfit(key, other, "true or false"),
    };

    public double? Number(string key) => fields[key] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<double>(out var number) => number,
        var other => throw Unfit(key, other, "a number"),
    };

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public int? Integer(string key, int least, int most)
    {
        if (Number(key) is not { } number) return null;
        if (number >= least && number <= most && number == Math.Floor(number)) return (int)number;
        throw Unfit(key, fields[key]!, $"a whole number from {least} to {most}");
    }

    public TokenizerFields? Object(string key) => fields[key] switch
    {
        null => null,
        JsonObject value => new TokenizerFields(value, file, $"{path}{key}."),
        var other => throw Unfit(key, other, "an object"),
    };

    /// <summary>The objects of a list; empty where the key is absent or null.</summary>
    public IEnumerable<TokenizerFields> Objects(string key)
    {
        if (fields[key] is not { } node) return [];
        if (node is not JsonArray list) throw Unfit(key, node, "a list of objects");
        return list.Select((item, i) => item as JsonObject is { } value
            ? new TokenizerFields(value, file, $"{path}{key}[{i}].")
            : throw Unfit(key, node, "a list of objects"));
    }

    public T Require<T>(T? value, string key) where T : class => value ?? throw Refuse($"{Name(key)} is missing");

    public T Require<T>(T? value, string key) where T : struct => value ?? throw Refuse($"{Name(key)} is missing");

    /// <summary>Refuses another value of a key than the one that is supported; absent counts as supported.</summary>
    public void RequireText(string key, string supported)
    {
        if (Text(key) is { } found && found != supported)
            throw Refuse($"{Name(key)} is {UntrustedText.Quote(found)}; only '{supported}' is supported");
    }

    public InvalidInputException Refuse(string message, Exception? inner = null) => new(InputKind.Model, file, message, inner: inner);

    private InvalidInputException Unfit(string key, JsonNode found, string expected) =>
        Refuse($"{Name(key)} is {UntrustedText.Quote(found.ToJsonString())}; expected {expected}");

    private string Name(string key) => UntrustedText.Quote(path + key);

    private static bool IsText(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String;
}
