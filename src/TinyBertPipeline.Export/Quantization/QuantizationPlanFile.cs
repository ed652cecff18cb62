using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Files;

namespace TinyBertPipeline.Export.Quantization;

/// <summary>Writes a plan as <c>quantization.json</c> and reads it back. Channel scales of 1 are left out.</summary>
public static class QuantizationPlanFile
{
    private const string WeightsKey = "weightsSha256";
    private const string ContentKey = "contentSha256";
    private const string SentencesKey = "sentences";
    private const string SitesKey = "sites";
    private const string FloatSitesKey = "floatSites";
    private const string LowKey = "low";
    private const string HighKey = "high";
    private const string ScalesKey = "channelScales";

    private static readonly JsonSerializerOptions _layout = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>Writes the file as a whole or not at all.</summary>
    /// <exception cref="EnvironmentException">The file cannot be written.</exception>
    public static void Write(string path, QuantizationPlan plan) => AtomicFile.WriteText(path, new JsonObject
    {
        [WeightsKey] = plan.WeightsSha256,
        [ContentKey] = plan.ContentSha256,
        [SentencesKey] = plan.Sentences,
        [SitesKey] = new JsonObject(plan.Sites.Select(site => KeyValuePair.Create(site.Key, (JsonNode?)ToJson(site.Value)))),
        [FloatSitesKey] = new JsonArray([.. plan.FloatSites.Select(site => JsonValue.Create(site))]),
    }.ToJsonString(_layout) + "\n");

    /// <summary>Reads a plan for a network.</summary>
    /// <exception cref="InvalidInputException">The file is absent, broken, or a plan for a network of another form.</exception>
    public static QuantizationPlan Read(string path, BertConfig config)
    {
        var file = new PlanNode(path, "", JsonFile.ReadObject(path, InputKind.Model));
        file.ThrowIfOtherKeys([WeightsKey, ContentKey, SentencesKey, SitesKey, FloatSitesKey]);
        var sites = file.Object(SitesKey);
        var wanted = QuantizationSites.Of(config);
        sites.ThrowIfOtherKeys([.. wanted.Select(site => site.Key)]);
        return new()
        {
            WeightsSha256 = file.Text(WeightsKey),
            ContentSha256 = file.OptionalText(ContentKey),
            Sentences = file.Count(SentencesKey),
            Sites = wanted.ToDictionary(site => site.Key, site => ReadSite(sites.Object(site.Key), site.Value), StringComparer.Ordinal),
            FloatSites = file.Texts(FloatSitesKey, [.. wanted.Select(site => site.Key)]),
        };
    }

    private static JsonObject ToJson(SiteQuantization site) => new()
    {
        [LowKey] = site.Low,
        [HighKey] = site.High,
        [ScalesKey] = new JsonObject(site.ChannelScales.Index().Where(channel => channel.Item > 1)
            .Select(channel => KeyValuePair.Create(channel.Index.ToString(CultureInfo.InvariantCulture), (JsonNode?)channel.Item))),
    };

    private static SiteQuantization ReadSite(PlanNode site, int channels)
    {
        site.ThrowIfOtherKeys([LowKey, HighKey, ScalesKey]);
        var scales = new float[channels];
        Array.Fill(scales, 1);
        var given = site.Object(ScalesKey);
        foreach (var key in given.Keys) scales[given.Index(key, channels)] = given.Number(key, 1, float.MaxValue);
        return new(site.Number(LowKey, float.MinValue, 0), site.Number(HighKey, 0, float.MaxValue), scales);
    }
}

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

    /// <summary>A text, or null where there is none or <c>null</c>.</summary>
    public string? OptionalText(string key) => values[key] is null ? null : Text(key);

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
