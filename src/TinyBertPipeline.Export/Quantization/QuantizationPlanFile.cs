using System.Globalization;
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
        [SentencesKey] = plan.Sentences,
        [SitesKey] = new JsonObject(plan.Sites.Select(site => KeyValuePair.Create(site.Key, (JsonNode?)ToJson(site.Value)))),
        [FloatSitesKey] = new JsonArray([.. plan.FloatSites.Select(site => JsonValue.Create(site))]),
    }.ToJsonString(_layout) + "\n");

    /// <summary>Reads a plan for a network.</summary>
    /// <exception cref="InvalidInputException">The file is absent, broken, or a plan for a network of another form.</exception>
    public static QuantizationPlan Read(string path, BertConfig config)
    {
        var file = new PlanNode(path, "", JsonFile.ReadObject(path, InputKind.Model));
        file.ThrowIfOtherKeys([WeightsKey, SentencesKey, SitesKey, FloatSitesKey]);
        var sites = file.Object(SitesKey);
        var wanted = QuantizationSites.Of(config);
        sites.ThrowIfOtherKeys([.. wanted.Select(site => site.Key)]);
        return new()
        {
            WeightsSha256 = file.Text(WeightsKey),
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
