using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core;

namespace TinyBertPipeline.Export.Quantization;

/// <summary>An object in <c>quantization.json</c>, whose values are checked as they are read; faults name the file and the place in it.</summary>
internal sealed class PlanNode(string file, string place, JsonObject values)
{
    private const int MostShown = 80;

    public IEnumerable<string> Keys => values.Select(entry => entry.Key);

    public void ThrowIfOtherKeys(IReadOnlyList<string> known)
    {
        if (Keys.FirstOrDefault(key => !known.Contains(key)) is { } other) throw Fault(other, "has no place in the plan of this model");
    }

    public PlanNode Object(string key) => new(file, $"{place}{key}.", values[key] as JsonObject ?? throw Fault(key, "is no object { … }"));

    public string Text(string key) => AsText(values[key]) is { Length: > 0 } text ? text : throw Fault(key, "is no text");

    /// <summary>A list of names out of <paramref name="known"/>.</summary>
    public IReadOnlyList<string> Texts(string key, IReadOnlyList<string> known)
    {
        var list = values[key] as JsonArray ?? throw Fault(key, "is no list [ … ]");
        return [.. list.Select(item => AsText(item) is { } text && known.Contains(text)
            ? text
            : throw Fault(key, "names what is no site of this model"))];
    }

    public float Number(string key, float least, float most)
    {
        if (values[key] is not JsonValue value || value.GetValueKind() != JsonValueKind.Number) throw Fault(key, "is no number");
        var number = value.GetValue<float>();
        if (number >= least && number <= most) return number;
        throw Fault(key, string.Create(CultureInfo.InvariantCulture, $"is {number}, valid is {least} to {most}"));
    }

    /// <summary>A whole number above 0.</summary>
    public int Count(string key)
    {
        var isNumber = values[key] is JsonValue value && value.GetValueKind() == JsonValueKind.Number;
        return isNumber && values[key]!.AsValue().TryGetValue(out int count) && count > 0
            ? count
            : throw Fault(key, "is no whole number above 0");
    }

    /// <summary>The channel that a key names.</summary>
    public int Index(string key, int count) =>
        int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < count ? index
            : throw Fault(key, $"is no channel, valid are 0 to {count - 1}");

    private static string? AsText(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    // A key from the file may hold anything: what a terminal would obey comes out as \\u escapes.
    private InvalidInputException Fault(string key, string message) =>
        new(InputKind.Model, file, $"{place}{JavaScriptEncoder.Default.Encode(key.Length > MostShown ? key[..MostShown] + "…" : key)} {message}");
}
